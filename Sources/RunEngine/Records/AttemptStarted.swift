import Values
import WorkflowModel

/// An attempt may leave the process from now on. For a `send` this line is the ledger: it is on disk before the request leaves.
public struct AttemptStarted: Equatable, Sendable {
    public var key: AttemptKey
    /// Without secrets: a credential is a name, and its fields are read where the request is built.
    public var parameters: Value
    public var purpose: AttemptPurpose
    /// Which of several providers it goes through; nil for a step that names one node.
    public var through: AttemptRoute?
    public var at: Timestamp

    public init(
        key: AttemptKey, parameters: Value, purpose: AttemptPurpose = .work, through: AttemptRoute? = nil, at: Timestamp
    ) {
        self.key = key
        self.parameters = parameters
        self.purpose = purpose
        self.through = through
        self.at = at
    }
}

extension AttemptStarted {
    var members: ValueObject {
        var object = key.members
        object.set("parameters", to: parameters)
        if let member = purpose.member { object.set(member, to: true) }
        if let through { object.set("through", to: through.json) }
        return object
    }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(
            key: try members.key(), parameters: try members.value("parameters"), purpose: try AttemptPurpose(members),
            through: try members.optionalMembers("through").map { members throws(RecordError) in try AttemptRoute(members) },
            at: try members.time("at"))
    }
}
