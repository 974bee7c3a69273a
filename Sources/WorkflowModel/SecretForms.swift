import Values

/// The ways in which a secret may turn up in a text.
enum SecretForms {
    static func all(of bytes: [UInt8]) -> [[UInt8]] {
        let text = String(decoding: bytes, as: UTF8.self)
        let json = Array(Value.string(text).jsonText().utf8.dropFirst().dropLast())
        var forms = [bytes, json, escapedASCII(text, upper: false), escapedASCII(text, upper: true)]
        forms += [json, forms[2], forms[3]].map { BytePattern.replace(Array("/".utf8), in: $0, with: Array("\\/".utf8)) }
        // A text in JSON that is itself a text in JSON.
        forms.append(Array(Value.string(String(decoding: json, as: UTF8.self)).jsonText().utf8.dropFirst().dropLast()))
        for kept in keptInURLs {
            let percent = percentEncoded(bytes, keeping: kept)
            let both = [percent, lowercasedEscapes(percent)]
            forms += both + both.map { BytePattern.replace(Array("%20".utf8), in: $0, with: Array("+".utf8)) }
        }
        forms += [hexadecimal(bytes, "0123456789abcdef"), hexadecimal(bytes, "0123456789ABCDEF")]
        for offset in 0..<3 { forms += base64(bytes, after: offset) }
        // A few characters of base64 would be found in texts that have nothing to do with the secret.
        return Array(Set(forms.filter { $0.count >= 4 }))
    }

    /// What encoders leave as it is, beside letters and digits: RFC 3986's unreserved characters, none, those of JavaScript's
    /// `encodeURIComponent`, those of forms, and those that may stand in a query.
    private static let keptInURLs = ["-._~", "", "-._~!*'()", "-._*", "-._~!$&'()*+,;=:@/?"]

    private static func percentEncoded(_ bytes: [UInt8], keeping kept: String) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8), kept = Set(kept.utf8)
        return bytes.flatMap { byte -> [UInt8] in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isPlain || kept.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    /// JSON with everything beyond ASCII as `\uXXXX`.
    private static func escapedASCII(_ text: String, upper: Bool) -> [UInt8] {
        var out: [UInt8] = []
        for unit in Value.string(text).jsonText().dropFirst().dropLast().utf16 {
            if unit < 0x80 {
                out.append(UInt8(unit))
            } else {
                let digits = String(unit, radix: 16, uppercase: upper)
                out += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            }
        }
        return out
    }

    /// `%3a` instead of `%3A`.
    private static func lowercasedEscapes(_ text: [UInt8]) -> [UInt8] {
        var out = text
        for index in text.indices where text[index] == UInt8(ascii: "%") {
            for digit in [index + 1, index + 2] where digit < out.count && (0x41...0x46).contains(out[digit]) {
                out[digit] |= 0x20
            }
        }
        return out
    }

    private static func hexadecimal(_ bytes: [UInt8], _ digits: String) -> [UInt8] {
        let digits = Array(digits.utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// The characters of base64 that depend on the secret alone, when that many bytes modulo 3 stand before it; in both alphabets.
    private static func base64(_ bytes: [UInt8], after offset: Int) -> [[UInt8]] {
        // The first 6-bit group that begins inside the secret, and the last that ends in it.
        let bits = bytes.count * 8
        let first = (6 - offset * 8 % 6) % 6
        let count = (bits - first) / 6
        guard count >= 4 else { return [] }
        let alphabets = [
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        ]
        let groups = (0..<count).map { group -> Int in
            let start = first + group * 6
            return (0..<6).reduce(0) { $0 << 1 | Int(bytes[(start + $1) / 8] >> (7 - (start + $1) % 8) & 1) }
        }
        return alphabets.map { alphabet in
            let letters = Array(alphabet.utf8)
            return groups.map { letters[$0] }
        }
    }
}
