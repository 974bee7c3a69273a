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
        /// Nobody knows; the same request goes out again to find out, or the other side is asked.
        case unknown
        /// Nobody knows; a person has to say.
        case held
        /// Nobody knows, and nobody will: the workflow says `on_unknown: fail`.
        case unsettled

        /// Whether it is still to be found out.
        public var isOpen: Bool { Self.open.contains(self) }

        /// Those that are still to be found out.
        public static let open: Set<State> = [.sending, .unknown, .held]
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
