/// Which results of its dependencies let a step go.
public enum DependencyRule: String, CaseIterable, Sendable {
    case allSucceeded = "all_succeeded"
    /// Succeeded or skipped: the join after a branch.
    case noneFailed = "none_failed"
    case anySucceeded = "any_succeeded"
    /// At least one failed and none is unknown.
    case anyFailed = "any_failed"
    case allDone = "all_done"
}

/// What a failed step does to its run.
public enum ErrorPolicy: String, CaseIterable, Sendable {
    case fail
    case `continue`
}

/// How often and when a failed attempt is tried again (reference: retries, section 1).
public struct RetryPolicy: Equatable, Sendable {
    public enum Jitter: String, CaseIterable, Sendable {
        /// Uniform between a tenth of the back-off and all of it.
        case full
        /// Half the back-off, and up to another half.
        case equal
        case none
    }

    /// Counts the first attempt; 1 means no retry.
    public var attempts: Int
    public var delay: Duration
    public var factor: Double
    public var maxDelay: Duration
    public var jitter: Jitter
    /// Budget for all attempts of the step together.
    public var total: Duration?
    /// Classes that are tried again.
    public var on: Set<FailureClass>

    public init(
        attempts: Int = 3, delay: Duration = .seconds(1), factor: Double = 2, maxDelay: Duration = .seconds(60),
        jitter: Jitter = .full, total: Duration? = .seconds(600), on: Set<FailureClass> = [.rateLimited, .unavailable]
    ) {
        self.attempts = attempts
        self.delay = delay
        self.factor = factor
        self.maxDelay = maxDelay
        self.jitter = jitter
        self.total = total
        self.on = on
    }

    public static let standard = RetryPolicy()
    public static let never = RetryPolicy(attempts: 1)
}

/// What is done about an attempt of a `send` node whose outcome is unknown (DESIGN section 7).
public enum UnknownPolicy: Equatable, Sendable {
    /// Send the very same request again, a few times inside a window in which the provider recognises repeats.
    case resendIdentical(within: Duration, attempts: Int)
    /// Ask an operation that can tell; where it cannot, leave it to a person.
    case query(OutcomeQuery, QuerySchedule)
    /// Leave it to a person.
    case hold
    /// Treat it as failed. The author accepts that the message may have been sent.
    case fail

    /// How the other side is asked, for whoever asks.
    public var query: OutcomeQuery? {
        if case .query(let query, _) = self { query } else { nil }
    }
}

/// What a node does to the world, which decides what a lost answer means.
public enum NodeEffect: String, CaseIterable, Sendable {
    /// Changes nothing; may be repeated freely.
    case read
    /// Repeating gives the same state.
    case idempotent
    /// Costs money or reaches a person; never repeated blindly.
    case send
}

/// How many runs of a workflow may be open at once, by key.
public struct ConcurrencyPolicy: Sendable {
    public enum OnLimit: String, CaseIterable, Sendable {
        case queue
        case skip
        case cancelOldest = "cancel_oldest"
    }

    /// Nil: one group for the whole workflow.
    public var key: PlacedExpression?
    public var limit: Int
    public var onLimit: OnLimit

    public init(key: PlacedExpression?, limit: Int, onLimit: OnLimit) {
        self.key = key
        self.limit = limit
        self.onLimit = onLimit
    }
}
