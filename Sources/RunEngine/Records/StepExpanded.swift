import Values
import WorkflowModel

/// The list of a `for_each` step was evaluated: one item run per element of `items`.
public struct StepExpanded: Equatable, Sendable {
    public var step: StepID
    /// With `batch`, each element is a list itself.
    public var items: [Value]
    public var at: Timestamp

    public init(step: StepID, items: [Value], at: Timestamp) {
        self.step = step
        self.items = items
        self.at = at
    }
}

extension StepExpanded {
    var members: ValueObject { ["step": .string(step.rawValue), "items": .list(items)] }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(step: StepID(try members.text("step")), items: try members.list("items"), at: try members.time("at"))
    }
}
