import Values
import WorkflowModel

/// A `for_each` step ended: every item that was started has ended. Other steps end with their last attempt.
public struct StepFinished: Equatable, Sendable {
    public var step: StepID
    /// Nil when every item succeeded.
    public var failure: NodeFailure?
    public var at: Timestamp

    public init(step: StepID, failure: NodeFailure?, at: Timestamp) {
        self.step = step
        self.failure = failure
        self.at = at
    }
}

extension StepFinished {
    var members: ValueObject {
        var object: ValueObject = ["step": .string(step.rawValue), "status": failure == nil ? "succeeded" : "failed"]
        if let failure { object.set("error", to: failure.json) }
        return object
    }

    init(_ members: RecordMembers) throws(RecordError) {
        let failure: NodeFailure? =
            switch try members.text("status") {
            case "succeeded": nil
            case "failed": try NodeFailure(members.members("error"))
            case let text: throw RecordError("`status` has the unknown value `\(text)`")
            }
        self.init(step: StepID(try members.text("step")), failure: failure, at: try members.time("at"))
    }
}
