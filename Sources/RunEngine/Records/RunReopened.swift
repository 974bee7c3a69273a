import Values
import WorkflowModel

/// A person had a run that failed or was cancelled go on from where it failed. What succeeded is not done again.
public struct RunReopened: Equatable, Sendable {
    /// Steps that begin anew: they were skipped because of the failure, or failed before their first attempt.
    public var pending: [StepID]
    /// The last attempts of what failed; another one follows each of them at once.
    public var again: [AttemptKey]
    /// Failed sends that may have been applied after all: a person has to settle them first.
    public var held: [AttemptKey]
    public var at: Timestamp

    public init(pending: [StepID], again: [AttemptKey], held: [AttemptKey], at: Timestamp) {
        self.pending = pending
        self.again = again
        self.held = held
        self.at = at
    }
}

extension RunReopened {
    var members: ValueObject {
        [
            "pending": .list(pending.map { .string($0.rawValue) }), "again": .list(again.map { .object($0.members) }),
            "held": .list(held.map { .object($0.members) }),
        ]
    }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(
            pending: try members.steps("pending"), again: try members.keys("again"), held: try members.keys("held"),
            at: try members.time("at"))
    }
}

extension RecordMembers {
    fileprivate func keys(_ name: String) throws(RecordError) -> [AttemptKey] {
        var keys: [AttemptKey] = []
        for value in try list(name) { keys.append(try RecordMembers(value).key()) }
        return keys
    }
}
