import Values

extension ExpressionValue {
    /// The value as JSON. Lists and maps that are JSON inside are handed back as they came.
    ///
    /// Timestamps become RFC 3339 text, durations `"1.5s"`, bytes base64, types their name, optionals what they hold. An empty
    /// optional, NaN, an infinity and a uint above the largest int are errors: JSON here has no such values.
    public func json() throws(EvaluationError) -> Value {
        switch self {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .uint(let number):
            guard let int = Int64(exactly: number) else {
                throw EvaluationError(.notConvertible, "a uint above 9223372036854775807 cannot be written as JSON")
            }
            return .int(int)
        case .double(let number):
            guard number.isFinite else {
                throw EvaluationError(.notConvertible, "the result is \(number.expressionText), which JSON cannot write")
            }
            return .double(number)
        case .string(let text): return .string(text)
        case .bytes(let bytes): return .string(Base64.encode(bytes))
        case .timestamp(let time): return .string(time.rfc3339)
        case .duration(let duration): return .string(duration.text)
        case .type(let name): return .string(name)
        case .optional(let wrapped):
            guard let wrapped else {
                throw EvaluationError(
                    .notConvertible, "the optional is empty; write .orValue(...) behind it to say what it becomes then")
            }
            return try wrapped.json()
        case .list(let list):
            if let json = list.json { return .list(json) }
            var elements: [Value] = []
            elements.reserveCapacity(list.count)
            for index in 0..<list.count { elements.append(try list[index].json()) }
            return .list(elements)
        case .map(let map):
            if let json = map.json { return .object(json) }
            var members = ValueObject(minimumCapacity: map.count)
            for (key, value) in map.entries {
                guard !members.set(key.text ?? "", to: try value.json()) else {
                    throw EvaluationError(.notConvertible, "two keys of the map are the same text, as in {1: 'a', '1': 'b'}")
                }
            }
            return .object(members)
        }
    }
}
