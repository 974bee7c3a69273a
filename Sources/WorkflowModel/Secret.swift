/// A secret text. It does not print, and only the code that builds a request asks for what it holds.
///
/// The bytes live once, in a buffer of their own that is overwritten when the last copy of this value goes. What `reveal` gives is an ordinary
/// `String`, which nobody can overwrite: hold it no longer than the request needs it.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let buffer: SecretBuffer

    public init(_ text: String) {
        buffer = SecretBuffer(text.utf8)
    }

    public init(bytes: some Collection<UInt8>) {
        buffer = SecretBuffer(bytes)
    }

    /// What prints instead of a secret.
    public static let mask = "****"

    /// The text itself; bytes that are no UTF-8 become U+FFFD. Call it where a request is built, and nowhere else.
    public func reveal() -> String { buffer.withBytes { String(decoding: $0, as: UTF8.self) } }

    /// Lends the bytes. They must not leave the closure.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try buffer.withBytes(body)
    }

    public var isEmpty: Bool { buffer.withBytes { $0.isEmpty } }

    /// Whether these are the secret's bytes. The time taken depends on the number of given bytes only, never on the secret.
    ///
    /// Every comparison with a secret in Ulak goes through here: tokens, passwords, signatures.
    public func matches(_ bytes: some Collection<UInt8>) -> Bool {
        buffer.withBytes { secret in
            var difference = secret.count ^ bytes.count
            var index = 0
            for byte in bytes {
                // An empty secret is compared with zeros; the lengths tell it apart.
                difference |= Int(byte ^ (secret.isEmpty ? 0 : secret[index]))
                index += 1
                if index >= secret.count { index = 0 }
            }
            return difference == 0
        }
    }

    /// Whether this is the secret's text, byte for byte.
    public func matches(_ text: String) -> Bool { matches(text.utf8) }

    public var description: String { Self.mask }
    public var debugDescription: String { Self.mask }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The secret fields of one credential, by field name.
public struct Credential: Sendable {
    public let name: CredentialName
    public let fields: [String: Secret]

    public init(name: CredentialName, fields: [String: Secret]) {
        self.name = name
        self.fields = fields
    }
}
