import Values

/// One parameter of a node.
public struct ParameterDeclaration: Sendable {
    public let name: String
    public let type: ParameterType
    public let isRequired: Bool
    public let defaultValue: Value?
    /// The only values that are let through; empty: all. For a list, what its elements may be.
    public let allowed: [Value]
    /// Smallest and largest number.
    public let minimum: Double?
    public let maximum: Double?
    /// Shortest and longest text in characters, or list in elements.
    public let minimumLength: Int?
    public let maximumLength: Int?
    public let help: String
    public let example: Value?

    /// Whether `params.<name>` always has a value of the declared type. Without it, the value may be null.
    public var isAlwaysThere: Bool { isRequired || defaultValue != nil }
}

/// One value that a node gives back.
public struct OutputDeclaration: Sendable {
    public let name: String
    public let type: ParameterType
    public let help: String
}

/// One secret field of a credential.
public struct CredentialField: Sendable {
    public let name: String
    public let isOptional: Bool
    public let help: String
}
