/// `a == b` and `a != b`
final class EqualityNode: Evaluable {
    let left: any Evaluable
    let right: any Evaluable
    let isNegated: Bool
    let range: Range<Int>

    init(_ left: any Evaluable, _ right: any Evaluable, isNegated: Bool, _ range: Range<Int>) {
        self.left = left
        self.right = right
        self.isNegated = isNegated
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let a = try left.evaluate(&context)
        let b = try right.evaluate(&context)
        try context.charge(a.comparisonCost(b))
        return .bool(a.isEqual(to: b) != isNegated)
    }
}

/// `a < b` and its relatives
final class OrderNode: Evaluable {
    enum Relation: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    let relation: Relation
    let left: any Evaluable
    let right: any Evaluable
    let range: Range<Int>

    init(_ relation: Relation, _ left: any Evaluable, _ right: any Evaluable, _ range: Range<Int>) {
        self.relation = relation
        self.left = left
        self.right = right
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let a = try left.evaluate(&context)
        let b = try right.evaluate(&context)
        guard let order = a.order(b) else {
            throw EvaluationError(
                .wrongKind,
                "`\(relation.rawValue)` does not take \(a.kindName) and \(b.kindName)\(ExpressionValue.nullAdvice([a, b]))",
                at: range)
        }
        switch relation {
        case .less: return .bool(order == .less)
        case .lessOrEqual: return .bool(order == .less || order == .equal)
        case .greater: return .bool(order == .greater)
        case .greaterOrEqual: return .bool(order == .greater || order == .equal)
        }
    }
}

/// `a in list` and `a in map`
final class MembershipNode: Evaluable {
    let element: any Evaluable
    let collection: any Evaluable
    let range: Range<Int>

    init(_ element: any Evaluable, _ collection: any Evaluable, _ range: Range<Int>) {
        self.element = element
        self.collection = collection
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let element = try element.evaluate(&context)
        switch try collection.evaluate(&context) {
        case .list(let list):
            for index in 0..<list.count {
                let candidate = list[index]
                try context.charge(1 + element.comparisonCost(candidate))
                if element.isEqual(to: candidate) { return .bool(true) }
            }
            return .bool(false)
        case .map(let map): return .bool(map[element] != nil)
        case let other:
            throw EvaluationError(.wrongKind, "`in` takes a list or a map on its right, found \(other.kindName)", at: range)
        }
    }
}

extension ExpressionValue {
    /// What comparing two values costs: one for each element that lists and maps have on both sides.
    func comparisonCost(_ other: ExpressionValue) -> Int {
        switch (self, other) {
        case (.string(let a), .string(let b)): min(a.utf8.count, b.utf8.count) / 10
        case (.list, .list), (.map, .map), (.optional, .optional): size(limit: 1_000_000)
        default: 0
        }
    }

    /// Elements at all levels, counted up to a limit.
    func size(limit: Int) -> Int {
        var count = 1
        switch self {
        case .list(let list):
            for index in 0..<list.count {
                count += list[index].size(limit: limit - count)
                if count >= limit { break }
            }
        case .map(let map):
            for (_, value) in map.entries {
                count += 1 + value.size(limit: limit - count)
                if count >= limit { break }
            }
        case .optional(let wrapped): count += wrapped?.size(limit: limit - count) ?? 0
        case .string(let text): count += text.utf8.count / 10
        case .bytes(let bytes): count += bytes.count / 10
        default: break
        }
        return count
    }
}
