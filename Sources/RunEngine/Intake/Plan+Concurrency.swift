import Expressions
import Values
import WorkflowModel

extension Plan {
    /// The group of a run by the workflow's `concurrency`; nil without one.
    ///
    /// - Parameter inputs: complete and checked, defaults included.
    public func concurrencyGroup(trigger: Value, inputs: ValueObject) throws(PlacedEvaluationError) -> RunGroup? {
        guard let policy = concurrency else { return nil }
        var name = "workflow \(workflow)"
        if let expression = policy.key {
            let variables: [String: Value] = ["trigger": trigger, "inputs": .object(inputs), "vars": .object(vars)]
            name += " \(try expression.evaluateJSON(DictionaryActivation(variables)).jsonText())"
        }
        return RunGroup(key: name, limit: policy.limit, onLimit: policy.onLimit)
    }
}
