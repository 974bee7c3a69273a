import Values

/// Takes known secrets out of texts and values before anybody sees them, however they were written down: as they are, in URLs and forms,
/// inside JSON, in hexadecimal, or in base64 at any place of a longer text.
public struct Redactor: Sendable {
    /// Longest first, so that a secret that holds another one goes as a whole.
    private let forms: [[UInt8]]
    /// Secrets that look like whole numbers, which JSON may hold without quotes.
    private let numbers: Set<Int64>

    /// - Parameter secrets: shorter ones than four characters are left alone: masking them would garble every text.
    public init(_ secrets: some Sequence<Secret>) {
        var forms: Set<[UInt8]> = []
        var numbers: Set<Int64> = []
        for secret in secrets {
            let bytes = secret.withBytes { Array($0) }
            guard bytes.count >= 4 else { continue }
            for form in SecretForms.all(of: bytes) { forms.insert(form) }
            if bytes.count >= 6, let number = Int64(String(decoding: bytes, as: UTF8.self)) { numbers.insert(number) }
        }
        self.forms = forms.sorted { ($0.count, $0.first ?? 0) > ($1.count, $1.first ?? 0) }
        self.numbers = numbers
    }

    public static let none = Redactor([])

    public func redact(_ text: String) -> String {
        guard !forms.isEmpty else { return text }
        var text = text
        let found: [UInt8]? = text.withUTF8 { bytes in
            forms.contains { BytePattern.first($0, in: UnsafeRawBufferPointer(bytes), from: 0) != nil }
                ? redact(Array(bytes)) : nil
        }
        return found.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The bytes with every form replaced; for what is no text, such as a body.
    public func redact(_ bytes: [UInt8]) -> [UInt8] {
        forms.reduce(bytes) { BytePattern.replace($1, in: $0, with: Array(Secret.mask.utf8)) }
    }

    public func redact(_ value: Value) -> Value {
        guard !forms.isEmpty else { return value }
        switch value {
        case .string(let text): return .string(redact(text))
        case .list(let elements): return .list(elements.map(redact))
        case .object(let members): return .object(ValueObject(members.map { (redact($0.key), redact($0.value)) }))
        case .int(let number): return numbers.contains(number) ? .string(Secret.mask) : value
        case .null, .bool, .double: return value
        }
    }
}
