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
    /// For a point in time that must lie ahead, how exactly the provider takes it; nil: any time.
    public let future: FuturePrecision?
    /// What the members of a map, or of each map in a list, must be; empty: anything.
    public let fields: [ParameterDeclaration]
    /// What becomes of a list that holds an element twice; nil: it is left as it is.
    public let repeats: RepeatRule?
    public let help: String
    public let example: Value?

    /// Whether `params.<name>` always has a value of the declared type. Without it, the value may be null.
    public var isAlwaysThere: Bool { isRequired || defaultValue != nil }
}

/// What becomes of a list that holds an element twice.
public struct RepeatRule: Sendable, Equatable {
    public enum Action: String, CaseIterable, Sendable {
        /// The first one stays.
        case drop
        case refuse
    }

    public let action: Action
    /// The member that must differ, for lists of maps; nil: the whole element.
    public let field: String?
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

    public init(name: String, isOptional: Bool, help: String) {
        self.name = name
        self.isOptional = isOptional
        self.help = help
    }
}
