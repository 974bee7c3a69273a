import Values
import WorkflowModel

/// One item of a `for_each` step, or the whole of any other step: its attempts and where they have led.
struct ItemRun: Sendable, Equatable {
    enum Phase: Sendable, Equatable {
        /// An attempt is with the node runner. Leaves to any other phase.
        case running
        /// The next attempt starts then. Leaves to running, or to held or failed when it comes too late.
        case waiting(until: Timestamp)
        /// The same attempt goes on then, or when the event has come. Leaves to running.
        case snoozed(until: Timestamp, awaiting: EventKey?)
        /// A send may have been applied. Leaves to succeeded or waiting when a person has said.
        case held
        case succeeded
        case failed
    }

    var phase: Phase
    /// What the last attempt that started was for.
    var purpose = AttemptPurpose.work
    /// Which of the step's routes the attempts go now.
    var route = 0
    /// The number of the last attempt, started or refused.
    var attempt: Int
    /// Evaluated for the first attempt, used by all; null before, and once the item has succeeded.
    var parameters: Value
    /// When the first attempt began, from which the retry budget counts.
    var firstStartedAt: Timestamp
    /// When the last attempt began.
    var attemptStartedAt: Timestamp
    /// How often the process ended in the middle of the last attempt.
    var interruptions = 0
    var output: Value = .null
    var failure: NodeFailure?
    /// How many attempts were made before the run was reopened; the policy counts from there.
    var attemptsBefore = 0
    /// The send that failed although it may have been applied, because the author chose `on_unknown: fail`.
    var failedInDoubt: Doubt?
    /// The send that may have been applied and is not settled, if there is one.
    var doubt: Doubt?

    /// What is known about a send whose outcome is unknown.
    struct Doubt: Sendable, Equatable {
        var reason: UnknownReason
        /// When the first request of this send was started, from which the resend window counts.
        var since: Timestamp
        /// When the doubt arose, from which the time for questions counts: a request may leave long after its attempt began.
        var arose: Timestamp
        /// How many resends were started.
        var resends = 0
        /// How often the other side was asked.
        var queries = 0
    }

    /// Takes what the attempt that begins is for.
    mutating func note(_ purpose: AttemptPurpose) {
        self.purpose = purpose
        switch purpose {
        case .work: break
        case .resend: doubt?.resends += 1
        case .query:
            doubt?.queries += 1
            // A question is no try.
            attemptsBefore += 1
        }
    }

    /// Whether the last attempt asked what became of the send, and was told that nothing was sent.
    func isSettled(by outcome: NodeOutcome) -> Bool {
        if purpose == .query, case .failed = outcome { true } else { false }
    }

    /// Takes what an ended attempt has led to.
    mutating func take(_ record: AttemptFinished) {
        attempt = record.key.attempt
        if isSettled(by: record.outcome) { doubt = nil }
        if case .unknown(let reason) = record.outcome, record.retryAt != nil || record.isHeld {
            doubt = doubt ?? Doubt(reason: reason, since: attemptStartedAt, arose: record.at)
            doubt?.reason = reason
        }
        switch record.consequence {
        case .succeeded(let output):
            self.output = output
            end(.succeeded)
        case .failed(let failure):
            self.failure = failure
            if case .unknown(let reason) = record.outcome {
                failedInDoubt = doubt ?? Doubt(reason: reason, since: attemptStartedAt, arose: record.at)
            }
            end(.failed)
        case .retry(let at):
            phase = .waiting(until: at)
            guard let next = record.route else { break }
            // Another provider: its own parameters, its own count of attempts.
            route = next
            parameters = .null
            attemptsBefore = attempt
            firstStartedAt = record.at
        case .snoozed(let until, let event): phase = .snoozed(until: until, awaiting: event)
        case .held: phase = .held
        }
    }

    mutating func take(_ record: AttemptResolved) {
        doubt = nil
        if record.sent {
            end(.succeeded)
        } else {
            phase = .waiting(until: record.at)
        }
    }

    /// What failed goes on: with another attempt at once, or when a person has settled it.
    mutating func reopen(isHeld: Bool, at time: Timestamp) {
        failure = nil
        firstStartedAt = time
        attemptsBefore = attempt
        if !isHeld, route > 0 {
            // Every one of them has surely failed, so it goes from the first again.
            route = 0
            parameters = .null
        }
        doubt = isHeld ? failedInDoubt : nil
        failedInDoubt = nil
        phase = isHeld ? .held : .waiting(until: time)
    }

    private mutating func end(_ phase: Phase) {
        self.phase = phase
        doubt = nil
        if phase == .succeeded { parameters = .null }
    }
}

extension AttemptFinished {
    /// What an ended attempt leads to. The machine and the snapshot both read it here.
    enum Consequence {
        case succeeded(Value)
        case failed(NodeFailure)
        case retry(at: Timestamp)
        case snoozed(until: Timestamp, awaiting: EventKey?)
        case held
    }

    var consequence: Consequence {
        if isHeld { return .held }
        if let retryAt { return .retry(at: retryAt) }
        switch outcome {
        case .succeeded(let output): return .succeeded(output)
        case .failed(let failure): return .failed(failure)
        case .snoozed(let until, let event): return .snoozed(until: until, awaiting: event)
        case .unknown(let reason):
            // The author chose `on_unknown: fail`.
            return .failed(NodeFailure(code: "unknown", class: .unavailable, message: reason.message))
        }
    }
}
