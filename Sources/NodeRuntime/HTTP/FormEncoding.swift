import Values

/// `application/x-www-form-urlencoded` and query strings: unreserved characters of RFC 3986 as they are, everything else as `%XX`.
enum FormEncoding {
    static func encode(_ members: ValueObject) -> String {
        members.flatMap { key, value -> [String] in
            let values: [Value] = if case .list(let elements) = value { elements } else { [value] }
            return values.filter { !$0.isNull }.map { "\(percentEncoded(key))=\(percentEncoded($0.plainText))" }
        }.joined(separator: "&")
    }

    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return out
    }

    /// An address with more parameters behind it.
    static func url(_ base: String, adding query: ValueObject) -> String {
        let encoded = encode(query)
        guard !encoded.isEmpty else { return base }
        let parts = base.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let separator = parts[0].contains("?") ? "&" : "?"
        return parts[0] + separator + encoded + (parts.count > 1 ? "#" + parts[1] : "")
    }
}
