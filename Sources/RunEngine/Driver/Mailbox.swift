import Synchronization
import WorkflowModel

/// Where attempts leave their outcomes for the driver.
///
/// What has come in while the driver waited for the disk is taken together and becomes one append.
final class Mailbox: Sendable {
    private let outcomes = Mutex<[(key: AttemptKey, outcome: NodeOutcome)]>([])

    func put(_ key: AttemptKey, _ outcome: NodeOutcome) {
        outcomes.withLock { $0.append((key, outcome)) }
    }

    /// Everything that has come in since the last time, in its order.
    func takeAll() -> [(key: AttemptKey, outcome: NodeOutcome)] {
        outcomes.withLock { outcomes in
            defer { outcomes = [] }
            return outcomes
        }
    }
}
