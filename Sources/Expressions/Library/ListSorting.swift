/// Sorting by keys that must be comparable with each other.
enum ListSorting {
    /// Stable, ascending. Elements whose keys have no order among each other are an error.
    static func sorted(
        _ elements: [ExpressionValue], by keys: [ExpressionValue], _ context: inout EvaluationContext
    ) throws(EvaluationError) -> [ExpressionValue] {
        guard keys.count > 1 else {
            if let only = keys.first, only.order(only) == nil { throw notComparable(only, only) }
            return elements
        }
        for key in keys.dropFirst() where keys[0].order(key) == nil { throw notComparable(keys[0], key) }
        try context.charge(elements.count * (Int.bitWidth - elements.count.leadingZeroBitCount))
        let order = keys.indices.sorted { left, right in
            switch keys[left].order(keys[right]) {
            case .less: true
            case .greater: false
            default: left < right
            }
        }
        return order.map { elements[$0] }
    }

    private static func notComparable(_ a: ExpressionValue, _ b: ExpressionValue) -> EvaluationError {
        EvaluationError(.wrongKind, "\(a.kindName) and \(b.kindName) cannot be put in order")
    }
}
