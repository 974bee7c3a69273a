/// `[a, ?b]`
final class ListNode: Evaluable {
    let elements: [(node: any Evaluable, isOptional: Bool)]
    let range: Range<Int>

    init(_ elements: [(node: any Evaluable, isOptional: Bool)], _ range: Range<Int>) {
        self.elements = elements
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1 + elements.count)
        var values: [ExpressionValue] = []
        values.reserveCapacity(elements.count)
        for (node, isOptional) in elements {
            let value = try node.evaluate(&context)
            if isOptional {
                guard let wrapped = try value.unwrapped(for: "?", node.range) else { continue }
                values.append(wrapped)
            } else {
                values.append(value)
            }
        }
        return .list(ExpressionList(values))
    }
}

/// `{key: value, ?key: optional}`
final class MapNode: Evaluable {
    typealias Entry = (key: any Evaluable, value: any Evaluable, isOptional: Bool)

    let entries: [Entry]
    let range: Range<Int>

    init(_ entries: [Entry], _ range: Range<Int>) {
        self.entries = entries
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1 + entries.count)
        var builder = ExpressionMap.Builder()
        for entry in entries {
            let key = try entry.key.evaluate(&context)
            var value = try entry.value.evaluate(&context)
            if entry.isOptional {
                guard let wrapped = try value.unwrapped(for: "?", entry.value.range) else { continue }
                value = wrapped
            }
            try builder.insert(key, value, at: entry.key.range)
        }
        return .map(builder.map)
    }
}

extension ExpressionMap.Builder {
    /// Adds an entry of a map literal or macro: keys of a wrong kind and repeated keys are errors.
    mutating func insert(_ key: ExpressionValue, _ value: ExpressionValue, at range: Range<Int>) throws(EvaluationError) {
        guard let mapKey = MapKey(key) else {
            throw EvaluationError(.wrongKind, "a map key must be string, int, uint or bool, found \(key.kindName)", at: range)
        }
        guard insert(key, as: mapKey, value) else {
            throw EvaluationError(.invalidArgument, "the same key comes twice in this map", at: range)
        }
    }
}

extension ExpressionValue {
    /// What an optional holds; an error for anything that is no optional.
    func unwrapped(for what: String, _ range: Range<Int>) throws(EvaluationError) -> ExpressionValue? {
        guard case .optional(let wrapped) = self else {
            throw EvaluationError(.wrongKind, "`\(what)` takes an optional, found \(kindName)", at: range)
        }
        return wrapped
    }
}
