import Values
import WorkflowModel

/// An attempt that had begun is run again: its snooze is over, or the process ended in the middle of work that may be repeated.
public struct AttemptResumed: Equatable, Sendable {
    public var key: AttemptKey
    public var at: Timestamp

    public init(key: AttemptKey, at: Timestamp) {
        self.key = key
        self.at = at
    }
}

extension AttemptResumed {
    var members: ValueObject { key.members }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(key: try members.key(), at: try members.time("at"))
    }
}
