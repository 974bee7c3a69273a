import Values
import WorkflowModel

/// The list of a `for_each` step was evaluated: one item run per element of `items`.
public struct StepExpanded: Equatable, Sendable {
    public var step: StepID
    /// With `batch`, each element is a list itself.
    public var items: [Value]
    /// The items are the chunks of a list that is too long for one request; their outputs become one.
    public var isChunked: Bool
    public var at: Timestamp

    public init(step: StepID, items: [Value], isChunked: Bool = false, at: Timestamp) {
        self.step = step
        self.items = items
        self.isChunked = isChunked
        self.at = at
    }
}

extension StepExpanded {
    var members: ValueObject {
        var object: ValueObject = ["step": .string(step.rawValue), "items": .list(items)]
        if isChunked { object.set("chunked", to: true) }
        return object
    }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(
            step: StepID(try members.text("step")), items: try members.list("items"),
            isChunked: try members.flag("chunked"), at: try members.time("at"))
    }
}
