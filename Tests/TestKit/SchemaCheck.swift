import Values

/// Holds a value against the part of JSON Schema that our schemas use. A word of a schema that is not known here is a problem too, so
/// that nothing passes because it was not looked at.
public struct SchemaCheck {
    /// What references lead into.
    private let document: Value

    public init(_ document: Value) {
        self.document = document
    }

    /// What is wrong with the value, and where; empty when nothing is.
    public func problems(_ value: Value, _ schema: Value, at place: String = "") -> [String] {
        if let reference = schema["$ref"]?.stringValue {
            guard let target = target(reference) else { return ["\(reference) leads nowhere"] }
            return problems(value, target, at: place)
        }
        guard let words = schema.objectValue else { return ["\(place): a schema that is no map"] }
        return words.flatMap { problems(value, word: $0.key, $0.value, schema, at: place) }
    }

    private func problems(_ value: Value, word: String, _ rule: Value, _ schema: Value, at place: String) -> [String] {
        switch word {
        case "title", "description", "default", "examples", "format", "$schema", "definitions", "then": return []
        case "type":
            let types = rule.listValue ?? [rule]
            return types.contains { Self.has(value, type: $0.stringValue ?? "") }
                ? [] : ["\(place) is \(value.kindName), expected \(rule.jsonText())"]
        case "enum": return rule.listValue?.contains(value) == true ? [] : ["\(place) is \(value.jsonText())"]
        case "const": return rule == value ? [] : ["\(place) is \(value.jsonText()), expected \(rule.jsonText())"]
        case "pattern":
            guard let text = value.stringValue else { return [] }
            guard let pattern = try? Regex(rule.stringValue ?? "(") else { return ["\(rule) is no pattern"] }
            return text.contains(pattern) ? [] : ["\(place) is \(value.jsonText()), expected \(rule.jsonText())"]
        case "minLength": return (value.stringValue?.count ?? .max) >= Int(rule.intValue ?? 0) ? [] : ["\(place) is too short"]
        case "minimum": return (value.numberValue ?? .infinity) >= (rule.numberValue ?? 0) ? [] : ["\(place) is too small"]
        case "maximum": return (value.numberValue ?? -.infinity) <= (rule.numberValue ?? 0) ? [] : ["\(place) is too large"]
        case "minItems": return (value.listValue?.count ?? .max) >= Int(rule.intValue ?? 0) ? [] : ["\(place) has too few"]
        case "maxItems": return (value.listValue?.count ?? 0) <= Int(rule.intValue ?? 0) ? [] : ["\(place) has too many"]
        case "items": return (value.listValue ?? []).enumerated().flatMap { problems($1, rule, at: "\(place)[\($0)]") }
        case "anyOf":
            return rule.listValue?.contains { problems(value, $0, at: place).isEmpty } == true ? [] : ["\(place) fits none"]
        case "allOf": return (rule.listValue ?? []).flatMap { problems(value, $0, at: place) }
        case "if": return problems(value, rule, at: place).isEmpty ? problems(value, schema["then"] ?? [:], at: place) : []
        default: return problems(members: value.objectValue, word: word, rule, schema, at: place)
        }
    }

    private func problems(
        members: ValueObject?, word: String, _ rule: Value, _ schema: Value, at place: String
    ) -> [String] {
        switch word {
        case "properties":
            return (rule.objectValue ?? [:]).flatMap { name, known in
                (members?[name]).map { problems($0, known, at: "\(place).\(name)") } ?? []
            }
        case "required":
            guard let members else { return [] }
            return (rule.listValue ?? []).filter { members[$0.stringValue ?? ""] == nil }.map {
                "\(place) lacks \($0.jsonText())"
            }
        case "additionalProperties":
            let others = (members ?? [:]).filter { schema["properties"]?[$0.key] == nil }
            if rule == false { return others.map { "\(place) has \($0.key)" } }
            return others.flatMap { problems($0.value, rule, at: "\(place).\($0.key)") }
        case "propertyNames": return (members ?? [:]).flatMap { problems(.string($0.key), rule, at: "\(place), key \($0.key)") }
        case "minProperties": return (members?.count ?? .max) >= Int(rule.intValue ?? 0) ? [] : ["\(place) has too few members"]
        default: return ["\(place): `\(word)` is not looked at"]
        }
    }

    private func target(_ reference: String) -> Value? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as Value?) { value, part in
            String(percentDecoding: part.utf8).flatMap { value?[$0] }
        }
    }

    private static func has(_ value: Value, type: String) -> Bool {
        switch (type, value) {
        case ("string", .string), ("integer", .int), ("number", .int), ("number", .double), ("boolean", .bool),
            ("null", .null), ("array", .list), ("object", .object):
            true
        default: false
        }
    }
}
