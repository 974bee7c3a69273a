import Values
import WorkflowModel

/// One message, or other send, of a run as the ledger knows it: how its last attempt stands.
public struct SendEntry: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        /// The request may be on its way; if the process has ended, nobody knows.
        case sending
        case sent
        /// Surely not sent, at least so far.
        case notSent = "not_sent"
        /// Nobody knows; the same request goes out again to find out.
        case unknown
        /// Nobody knows; a person has to say.
        case held
        /// Nobody knows, and nobody will: the workflow says `on_unknown: fail`.
        case unsettled

        /// Whether it is still to be found out.
        public var isOpen: Bool { self == .sending || self == .unknown || self == .held }
    }

    /// The last attempt.
    public var key: AttemptKey
    public var node: NodeName
    /// When the last attempt started.
    public var startedAt: Timestamp
    public var state: State

    public init(key: AttemptKey, node: NodeName, startedAt: Timestamp, state: State) {
        self.key = key
        self.node = node
        self.startedAt = startedAt
        self.state = state
    }

    /// The provider, or the family of a built-in: what stands before the point of the node's name.
    public var provider: String { String(node.rawValue.prefix { $0 != "." }) }
}

/// A send with the run that it belongs to.
public struct SendSummary: Equatable, Sendable {
    public var run: RunID
    public var workflow: WorkflowName
    public var entry: SendEntry

    public init(run: RunID, workflow: WorkflowName, entry: SendEntry) {
        self.run = run
        self.workflow = workflow
        self.entry = entry
    }
}

/// Which sends a list shows.
public struct SendQuery: Equatable, Sendable {
    /// Only those that are still to be found out.
    public var isOpen: Bool
    public var run: RunID?
    /// Only sends that started before, which is how the next page is asked for.
    public var before: Timestamp?
    public var limit: Int

    public init(isOpen: Bool = false, run: RunID? = nil, before: Timestamp? = nil, limit: Int = 50) {
        self.isOpen = isOpen
        self.run = run
        self.before = before
        self.limit = limit
    }
}

/// Reads the send ledger.
///
/// What implementers owe: the ledger is written together with the records that it tells of, so that it is never ahead or behind.
public protocol SendReading: Sendable {
    /// Newest first. Takes no longer when many runs without sends are in the journal.
    func sends(_ query: SendQuery) async throws(JournalError) -> [SendSummary]
}
