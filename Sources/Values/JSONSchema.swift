/// Pieces of JSON Schema, which say what a JSON-like value may be.
public enum JSONSchema {
    public static let text: Value = ["type": "string"]
    public static let integer: Value = ["type": "integer"]
    public static let number: Value = ["type": "number"]
    public static let flag: Value = ["type": "boolean"]
    public static let anything: Value = [:]

    public static func words(_ words: [String]) -> Value { ["type": "string", "enum": .list(words.map(Value.string))] }

    /// A text in which the pattern is found.
    public static func text(_ pattern: String) -> Value { ["type": "string", "pattern": .string(pattern)] }

    public static func integer(_ range: ClosedRange<Int64>) -> Value {
        ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
    }

    public static func list(_ element: Value) -> Value { ["type": "array", "items": element] }

    /// At least one of them.
    public static func anyOf(_ schemas: [Value]) -> Value {
        if schemas.count == 1, let only = schemas.first { return only }
        return ["anyOf": .list(schemas)]
    }

    public static func object(_ members: [(String, Value)], required: [String] = [], isOpen: Bool = true) -> Value {
        var schema: ValueObject = ["type": "object", "properties": .object(ValueObject(members))]
        if !required.isEmpty { schema.set("required", to: .list(required.map(Value.string))) }
        if !isOpen { schema.set("additionalProperties", to: false) }
        return .object(schema)
    }

    /// A map with these keys and no other. The members are the schemas of all of them.
    public static func object(exactly keys: [String], required: [String] = [], _ members: [String: Value]) -> Value {
        precondition(Set(keys) == Set(members.keys), "a schema says something of each key: \(keys)")
        return object(keys.map { ($0, members[$0] ?? anything) }, required: required, isOpen: false)
    }

    /// A map whose keys the author chooses.
    public static func map(of member: Value, keys pattern: String? = nil) -> Value {
        var schema: ValueObject = ["type": "object", "additionalProperties": member]
        if let pattern { schema.set("propertyNames", to: ["pattern": .string(pattern)]) }
        return .object(schema)
    }
}

extension Value {
    /// The schema with a text for people who write such a value.
    public func described(_ text: String) -> Value { withMember("description", .string(text)) }

    /// The object with one more member, or with another value for it. Anything else stays as it is.
    public func withMember(_ key: String, _ value: Value) -> Value {
        guard case .object(var members) = self else { return self }
        members.set(key, to: value)
        return .object(members)
    }
}
