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
            forms.insert(text.percentEncoded)
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
}
