import Values

/// `application/x-www-form-urlencoded` and query strings: unreserved characters of RFC 3986 as they are, everything else as `%XX`.
enum FormEncoding {
    static func encode(_ members: ValueObject) -> String {
        members.flatMap { key, value -> [String] in
            let values: [Value] = if case .list(let elements) = value { elements } else { [value] }
            return values.filter { !$0.isNull }.map { "\(key.percentEncoded)=\($0.plainText.percentEncoded)" }
        }.joined(separator: "&")
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
