import RunEngine
import Synchronization
import Values
import WorkflowModel

/// A node runner that answers as a test says and keeps a list of what it was asked.
public final class ScriptedRunner: NodeRunner {
    /// What a node does in one attempt.
    public enum Answer: Sendable {
        case now(NodeOutcome)
        /// The outcome comes after that time. When the attempt is cut off before, the second outcome is the answer.
        case after(Duration, NodeOutcome, ifCancelled: NodeOutcome)
    }

    private let clock: ManualClock
    private let script: @Sendable (NodeInvocation) -> Answer
    private let computing: Set<NodeName>
    private let calls = Mutex<[NodeInvocation]>([])

    /// - Parameter computing: nodes that only compute; the script answers for them with `now`.
    public init(
        _ clock: ManualClock, computing: Set<NodeName> = [], _ script: @escaping @Sendable (NodeInvocation) -> Answer
    ) {
        self.clock = clock
        self.computing = computing
        self.script = script
    }

    /// In the order in which they came.
    public var invocations: [NodeInvocation] { calls.withLock { $0 } }

    public func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        calls.withLock { $0.append(invocation) }
        switch script(invocation) {
        case .now(let outcome): return outcome
        case .after(let wait, let outcome, let ifCancelled):
            do {
                try await clock.sleep(for: wait)
                return outcome
            } catch {
                return ifCancelled
            }
        }
    }

    public func computed(_ invocation: NodeInvocation) -> NodeOutcome? {
        guard computing.contains(invocation.node), case .now(let outcome) = script(invocation) else { return nil }
        return outcome
    }
}
