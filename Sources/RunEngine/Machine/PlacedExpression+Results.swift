import Expressions
import Values
import WorkflowModel

extension PlacedExpression {
    /// The value of a condition. The checker lets only booleans through, except where it could not know.
    func isTrue(_ activation: some Activation) throws(PlacedEvaluationError) -> Bool {
        let value = try evaluate(activation)
        guard case .bool(let flag) = value else { throw misfit(found: value.kindName, expected: "bool") }
        return flag
    }
}

extension ForEach {
    /// One element for each item run; with `batch`, lists of that many.
    func itemRuns(_ activation: some Activation) throws(PlacedEvaluationError) -> [Value] {
        let value = try list.evaluateJSON(activation)
        guard case .list(let elements) = value else { throw list.misfit(found: value.kindName, expected: "list") }
        guard let batch else { return elements }
        return stride(from: 0, to: elements.count, by: batch).map { start in
            .list(Array(elements[start..<min(start + batch, elements.count)]))
        }
    }
}
