import Values

extension Value {
    /// What a sentence calls a value of this kind.
    public var kindPhrase: String {
        switch self {
        case .null: "nothing"
        case .bool: "a boolean"
        case .int: "an integer"
        case .double: "a number"
        case .string: "text"
        case .list: "a list"
        case .object: "a map"
        }
    }

    /// The value as a person would type it in a list of allowed ones.
    public var plainText: String {
        if case .string(let text) = self { text } else { jsonText() }
    }
}
