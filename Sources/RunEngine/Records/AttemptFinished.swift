import Values
import WorkflowModel

/// An attempt ended, and what follows from it was decided.
///
/// An attempt that was refused before it began (an expression failed, the run has expired) has this record only.
public struct AttemptFinished: Equatable, Sendable {
    public var key: AttemptKey
    /// As the node told it; for `read` and `idempotent` nodes an unknown outcome was turned into a failure.
    public var outcome: NodeOutcome
    /// When the next attempt starts; nil when there is none.
    public var retryAt: Timestamp?
    /// A send that may have been applied is left for a person to settle: the step is unknown until `AttemptResolved`.
    public var isHeld: Bool
    /// The next attempt goes through another provider of the step: its place. Only ever behind a sure failure.
    public var route: Int?
    public var at: Timestamp

    public init(
        key: AttemptKey, outcome: NodeOutcome, retryAt: Timestamp? = nil, isHeld: Bool = false, route: Int? = nil, at: Timestamp
    ) {
        self.key = key
        self.outcome = outcome
        self.retryAt = retryAt
        self.isHeld = isHeld
        self.route = route
        self.at = at
    }
}

extension AttemptFinished {
    var members: ValueObject {
        var object = key.members
        object.merge(outcome.members)
        if let retryAt { object.set("retry_at", to: .int(retryAt.microseconds)) }
        if isHeld { object.set("held", to: true) }
        if let route { object.set("route", to: .int(Int64(route))) }
        return object
    }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(
            key: try members.key(), outcome: try NodeOutcome(members), retryAt: try members.optionalTime("retry_at"),
            isHeld: try members.flag("held"), route: members.object["route"] == nil ? nil : Int(try members.int("route")),
            at: try members.time("at"))
    }
}

extension NodeOutcome {
    /// The outcome's members, which stand flat in a record.
    var members: ValueObject {
        switch self {
        case .succeeded(let output): ["outcome": "succeeded", "output": output]
        case .failed(let failure): ["outcome": "failed", "error": failure.json]
        case .unknown(let reason):
            ["outcome": "unknown", "reason": .string(reason.kind.rawValue), "message": .string(reason.message)]
        case .snoozed(let until, let event):
            ValueObject([("outcome", "snoozed"), ("until", .int(until.microseconds))] + (event?.members.map { $0 } ?? []))
        }
    }

    init(_ members: RecordMembers) throws(RecordError) {
        switch try members.text("outcome") {
        case "succeeded": self = .succeeded(try members.value("output"))
        case "failed": self = .failed(try NodeFailure(members.members("error")))
        case "unknown": self = .unknown(UnknownReason(try members.word("reason"), message: try members.text("message")))
        case "snoozed": self = .snoozed(until: try members.time("until"), awaiting: try EventKey(members))
        case let text: throw RecordError("`outcome` has the unknown value `\(text)`")
        }
    }
}

extension EventKey {
    var members: ValueObject { ["event": .string(name), "key": .string(key)] }

    /// Nil when the record names no event.
    init?(_ members: RecordMembers) throws(RecordError) {
        guard let name = try members.optionalText("event") else { return nil }
        self.init(name: name, key: try members.text("key"))
    }
}

extension NodeFailure {
    /// What expressions and people see of a failure: `steps.x.error`.
    var members: ValueObject {
        ["code": .string(code), "class": .string(failureClass.rawValue), "message": .string(message)]
    }

    /// The members and the wait that the other side asked for.
    var json: Value {
        var object = members
        if let retryAfter { object.set("retry_after_us", to: .int(retryAfter.microseconds)) }
        return .object(object)
    }

    init(_ members: RecordMembers) throws(RecordError) {
        let wait: Duration? = members.object["retry_after_us"] == nil ? nil : .microseconds(try members.int("retry_after_us"))
        self.init(
            code: try members.text("code"), class: try members.word("class"), message: try members.text("message"),
            retryAfter: wait)
    }
}
