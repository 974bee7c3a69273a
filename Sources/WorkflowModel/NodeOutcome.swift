import Values

/// How one attempt of a step ended. A failure is a value, not a thrown error.
public enum NodeOutcome: Equatable, Sendable {
    /// The node did its work; the value is the step's output.
    case succeeded(Value)
    /// The work was surely not applied.
    case failed(NodeFailure)
    /// The work may or may not have been applied; nothing is sent again before this is settled.
    case unknown(UnknownReason)
    /// Not finished: run the same attempt again at that time, or as soon as the event has come.
    case snoozed(until: Timestamp, awaiting: EventKey? = nil)
}

/// Why an attempt failed.
public struct NodeFailure: Equatable, Sendable, Error {
    /// The provider's own code (`TS-1027`, `402`), or one of ours (`timeout`, `refused`, `expression`).
    public var code: String
    public var failureClass: FailureClass
    /// For people. Never holds a secret.
    public var message: String
    /// How long the other side asked to be left alone.
    public var retryAfter: Duration?

    public init(code: String, class failureClass: FailureClass, message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.failureClass = failureClass
        self.message = message
        self.retryAfter = retryAfter
    }
}

/// What kind of failure it was, which decides whether another attempt makes sense (DESIGN section 7).
public enum FailureClass: String, CaseIterable, Sendable {
    /// The data of this step is wrong: fix it and run again.
    case input
    /// The account, sender or service is not set up for this.
    case config
    /// The key was refused or is missing.
    case credential
    /// Not enough credit.
    case balance
    /// Too many requests; later is fine.
    case rateLimited = "rate_limited"
    /// The other side is not reachable or temporarily down.
    case unavailable
    /// The provider saw the same request before.
    case duplicate
    /// What was asked for is already so.
    case doneAlready = "done_already"

    /// Whether another attempt is made without the author asking for it.
    public var isRetriedByDefault: Bool { self == .rateLimited || self == .unavailable }
}

/// Why nobody knows whether an attempt was applied.
public struct UnknownReason: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// No answer in time after the request had left.
        case timeout
        /// The connection broke after the request had left.
        case reset
        /// The provider answered with an error of its own (HTTP 5xx).
        case serverError = "server_error"
        /// The answer could not be understood.
        case unreadable
        /// The process ended between start and result.
        case crash
        /// The other side was asked, and its answer does not tell.
        case undecided
    }

    public var kind: Kind
    /// For people. Never holds a secret.
    public var message: String

    public init(_ kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }
}
