import WorkflowModel

/// How a run stands.
public enum RunStatus: Hashable, Sendable {
    /// Other runs of its group are open. Leaves to running, or to cancelled.
    case queued
    /// Attempts are going, or would be if a process had the run in hand.
    case running
    /// Nothing happens before that time: a retry, a resend or a snoozed step.
    case waiting(until: Timestamp)
    case succeeded
    case failed
    /// A send may or may not have been applied; a person has to say.
    case unknown
    case cancelled

    /// A status without its data, as it is stored and shown.
    public enum Name: String, CaseIterable, Sendable {
        case queued, running, waiting, succeeded, failed, unknown, cancelled
    }

    public var name: Name {
        switch self {
        case .queued: .queued
        case .running: .running
        case .waiting: .waiting
        case .succeeded: .succeeded
        case .failed: .failed
        case .unknown: .unknown
        case .cancelled: .cancelled
        }
    }

    /// When the run goes on by itself.
    public var due: Timestamp? {
        if case .waiting(let until) = self { until } else { nil }
    }

    /// Whether the run has an end: nothing will be appended to it any more.
    public var isFinal: Bool {
        switch self {
        case .succeeded, .failed, .cancelled: true
        case .queued, .running, .waiting, .unknown: false
        }
    }

    /// - Parameter due: needed for `waiting`.
    public init?(name: Name, due: Timestamp?) {
        switch name {
        case .queued: self = .queued
        case .running: self = .running
        case .waiting:
            guard let due else { return nil }
            self = .waiting(until: due)
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .unknown: self = .unknown
        case .cancelled: self = .cancelled
        }
    }
}
