import Values
import WorkflowModel

/// Does the work of one attempt of a step.
///
/// What implementers owe:
/// - The outcome tells the truth about the world. `failed` means that the work was surely not applied; whoever is not sure of
///   that answers `unknown`. Nothing is thrown.
/// - When the task is cancelled (the attempt's time is up, or the run is being stopped) the call returns soon, with the same
///   care: a request that had left is `unknown`, one that had not is `failed`.
/// - A repeat of an earlier request (`isResend`) that the provider recognises as a duplicate is a success: it proves that the
///   earlier one was applied.
/// - With a `query` nothing is sent: the other side is asked what became of the earlier request. `succeeded` says that it was
///   applied, `failed` that it surely was not, `unknown` that nobody can tell, for whatever reason.
/// - Secrets are fetched where the request is built and never appear in an outcome.
/// - The runner keeps no state between calls that the outcome depends on: the next call may be in another process.
public protocol NodeRunner: Sendable {
    func run(_ invocation: NodeInvocation) async -> NodeOutcome
    /// The outcome of a node that only computes: it touches nothing outside itself, so that nobody can tell whether its start was on
    /// disk. Nil for every other node, and for none that sends; such an attempt is run by `run` once its start is on disk.
    func computed(_ invocation: NodeInvocation) -> NodeOutcome?
}

extension NodeRunner {
    public func computed(_ invocation: NodeInvocation) -> NodeOutcome? { nil }
}

/// Everything a node gets to know about one attempt.
public struct NodeInvocation: Sendable, Equatable {
    /// When a request left of which nobody knows what became.
    public struct Doubt: Sendable, Equatable {
        /// When the first attempt of the send began: no request of it can have left before.
        public var since: Timestamp
        /// When the doubt arose: no request of it can have left after.
        public var arose: Timestamp

        public init(since: Timestamp, arose: Timestamp) {
            self.since = since
            self.arose = arose
        }
    }

    public var run: RunID
    public var workflow: WorkflowName
    public var step: StepID
    /// The place in the list of a `for_each`, from 0; nil for other steps.
    public var item: Int?
    /// From 1.
    public var attempt: Int
    /// The send may have been applied by an earlier attempt, and that is not settled.
    public var doubt: Doubt?
    /// How the other side is asked what became of it; nil when the work itself is to be done.
    public var query: OutcomeQuery?
    /// When this attempt began. It stays the same when the attempt is run again after a snooze or a restart.
    public var firstStartedAt: Timestamp
    public var now: Timestamp
    public var node: NodeName
    /// The step's parameters with every expression replaced by its value; later attempts get those of the first one.
    public var parameters: Value
    public var credential: CredentialName?
    /// How long this call may take; the driver cancels it then.
    public var timeout: Duration

    public init(
        run: RunID, workflow: WorkflowName, step: StepID, item: Int?, attempt: Int, firstStartedAt: Timestamp,
        now: Timestamp, node: NodeName, parameters: Value, credential: CredentialName?, timeout: Duration,
        doubt: Doubt? = nil, query: OutcomeQuery? = nil
    ) {
        self.run = run
        self.workflow = workflow
        self.step = step
        self.item = item
        self.attempt = attempt
        self.firstStartedAt = firstStartedAt
        self.now = now
        self.node = node
        self.parameters = parameters
        self.credential = credential
        self.timeout = timeout
        self.doubt = doubt
        self.query = query
    }

    /// The request may have been applied by an earlier attempt and is sent again, the very same, to find out.
    public var isResend: Bool { doubt != nil && query == nil }
}
