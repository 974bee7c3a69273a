/// A secret text. It does not print, and only the code that builds a request asks for what it holds.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// What prints instead of a secret.
    public static let mask = "****"

    /// The text itself. Call it where a request is built, and nowhere else.
    public func reveal() -> String { text }

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
