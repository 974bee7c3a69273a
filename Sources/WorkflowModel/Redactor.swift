import Values

/// Takes known secrets out of texts and values before anybody sees them.
public struct Redactor: Sendable {
    /// Longest first, so that a secret that holds another one goes as a whole.
    private let forms: [String]

    /// - Parameter secrets: shorter ones than four characters are left alone: masking them would garble every text.
    public init(_ secrets: some Sequence<Secret>) {
        var forms: Set<String> = []
        for secret in secrets {
            let text = secret.reveal()
            guard text.unicodeScalars.count >= 4 else { continue }
            forms.insert(text)
            forms.insert(Self.percentEncoded(text))
            forms.insert(String(Value.string(text).jsonText().dropFirst().dropLast()))
        }
        self.forms = forms.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    public static let none = Redactor([])

    public func redact(_ text: String) -> String {
        var text = text
        for form in forms where text.contains(form) {
            text = text.replacing(form, with: Secret.mask)
        }
        return text
    }

    public func redact(_ value: Value) -> Value {
        guard !forms.isEmpty else { return value }
        switch value {
        case .string(let text): return .string(redact(text))
        case .list(let elements): return .list(elements.map(redact))
        case .object(let members): return .object(ValueObject(members.map { (redact($0.key), redact($0.value)) }))
        case .null, .bool, .int, .double: return value
        }
    }

    /// RFC 3986: everything but unreserved characters as `%XX`.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return out
    }
}
