import Values
import WorkflowModel

/// One attempt of a step or item, as far as it got.
public struct AttemptSnapshot: Equatable, Sendable {
    public let number: Int
    public let purpose: AttemptPurpose
    /// Which of several providers it goes through.
    public let through: AttemptRoute?
    /// Null for an attempt that was refused before it began.
    public let parameters: Value
    /// Nil for an attempt that was refused before it began.
    public let startedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?
    /// Nil while the attempt is going.
    public internal(set) var outcome: NodeOutcome?
    public internal(set) var retryAt: Timestamp?
    /// Nobody knew whether it was applied, and it was left to a person.
    public internal(set) var isHeld = false
    /// What the person said.
    public internal(set) var resolvedAsSent: Bool?

    public var duration: Duration? {
        guard let startedAt, let finishedAt else { return nil }
        return finishedAt - startedAt
    }
}

/// What has attempts: a step, or an item of a `for_each`.
protocol AttemptTrail {
    var status: StepStatus { get set }
    var attempts: [AttemptSnapshot] { get set }
    var output: Value { get set }
    var error: NodeFailure? { get set }
    var startedAt: Timestamp? { get set }
    var finishedAt: Timestamp? { get set }
}

extension AttemptTrail {
    /// Takes in a record of one of its attempts; others change nothing.
    mutating func take(_ record: RunRecord) {
        switch record {
        case .attemptStarted(let record): take(record)
        case .attemptResumed(let record): take(record)
        case .attemptFinished(let record): take(record)
        case .attemptResolved(let record): take(record)
        default: break
        }
    }

    /// When it goes on by itself, while it waits.
    var due: Timestamp? {
        guard status == .waiting, let last = attempts.last else { return nil }
        if case .snoozed(let until, _) = last.outcome { return until }
        return last.retryAt ?? last.finishedAt
    }

    /// What failed goes on.
    mutating func reopenTrail(to status: StepStatus, due: Timestamp?) {
        self.status = status
        error = nil
        finishedAt = nil
        guard let last = attempts.indices.last else { return }
        attempts[last].retryAt = due
        attempts[last].isHeld = status == .unknown
    }

    private mutating func take(_ record: AttemptStarted) {
        startedAt = startedAt ?? record.at
        status = .running
        attempts.append(
            AttemptSnapshot(
                number: record.key.attempt, purpose: record.purpose, through: record.through, parameters: record.parameters,
                startedAt: record.at))
    }

    private mutating func take(_ record: AttemptResumed) {
        status = .running
        guard let last = attempts.indices.last else { return }
        attempts[last].finishedAt = nil
        attempts[last].outcome = nil
    }

    private mutating func take(_ record: AttemptFinished) {
        if attempts.last?.number != record.key.attempt {
            startedAt = startedAt ?? record.at
            attempts.append(
                AttemptSnapshot(number: record.key.attempt, purpose: .work, through: nil, parameters: .null, startedAt: nil))
        }
        let last = attempts.count - 1
        attempts[last].finishedAt = record.at
        attempts[last].outcome = record.outcome
        attempts[last].retryAt = record.retryAt
        attempts[last].isHeld = record.isHeld
        switch record.consequence {
        case .succeeded(let output):
            status = .succeeded
            self.output = output
            finishedAt = record.at
        case .failed(let failure):
            status = .failed
            error = failure
            finishedAt = record.at
        case .retry, .snoozed: status = .waiting
        case .held: status = .unknown
        }
    }

    private mutating func take(_ record: AttemptResolved) {
        if let last = attempts.indices.last { attempts[last].resolvedAsSent = record.sent }
        if record.sent {
            status = .succeeded
            finishedAt = record.at
        } else {
            status = .waiting
        }
    }
}
