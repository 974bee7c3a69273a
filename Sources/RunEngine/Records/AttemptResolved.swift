import Values
import WorkflowModel

/// A person said what became of a send that was unknown.
public struct AttemptResolved: Equatable, Sendable {
    /// The attempt that was held.
    public var key: AttemptKey
    /// True: it was applied, and the step has succeeded without an output. False: it was not, and it is sent again.
    public var sent: Bool
    public var at: Timestamp

    public init(key: AttemptKey, sent: Bool, at: Timestamp) {
        self.key = key
        self.sent = sent
        self.at = at
    }
}

extension AttemptResolved {
    var members: ValueObject {
        var object = key.members
        object.set("sent", to: .bool(sent))
        return object
    }

    init(_ members: RecordMembers) throws(RecordError) {
        guard members.object["sent"] != nil else { throw RecordError("`sent` is missing") }
        self.init(key: try members.key(), sent: try members.flag("sent"), at: try members.time("at"))
    }
}
