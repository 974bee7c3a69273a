import Values
import WorkflowModel

/// A step was passed over.
public struct StepSkipped: Equatable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        /// Its `if` was false.
        case condition
        /// `when` asks for success, and a dependency failed.
        case dependencyFailed = "dependency_failed"
        /// `when` asks for success, and a dependency was skipped.
        case dependencySkipped = "dependency_skipped"
        /// `when: any_succeeded`, and none did.
        case nothingSucceeded = "nothing_succeeded"
        /// `when: any_failed`, and none did.
        case nothingFailed = "nothing_failed"
    }

    public var step: StepID
    public var reason: Reason
    public var at: Timestamp

    public init(step: StepID, reason: Reason, at: Timestamp) {
        self.step = step
        self.reason = reason
        self.at = at
    }
}

extension StepSkipped {
    var members: ValueObject { ["step": .string(step.rawValue), "reason": .string(reason.rawValue)] }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(step: StepID(try members.text("step")), reason: try members.word("reason"), at: try members.time("at"))
    }
}
