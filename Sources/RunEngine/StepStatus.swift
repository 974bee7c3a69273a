/// How a step of a run stands.
public enum StepStatus: String, CaseIterable, Sendable {
    /// Its dependencies are not done. Leaves to running, skipped, failed (an expression failed) or cancelled.
    case pending
    /// An attempt is going. Leaves to any other but pending and skipped.
    case running
    /// The next attempt, or the rest of a snoozed one, has a time. Leaves to running, unknown, failed or cancelled.
    case waiting
    /// A send may have been applied, and a person has to say. Leaves to succeeded or running.
    case unknown
    case succeeded
    case failed
    case skipped
    /// The run was stopped before the step was done.
    case cancelled

    /// Whether dependents may look at it.
    public var isFinal: Bool {
        switch self {
        case .succeeded, .failed, .skipped, .cancelled: true
        case .pending, .running, .waiting, .unknown: false
        }
    }
}
