import Values
import WorkflowModel

/// One item of a `for_each` step, or the whole of any other step: its attempts and where they have led.
struct ItemRun: Sendable, Equatable {
    enum Phase: Sendable, Equatable {
        /// An attempt is with the node runner. Leaves to any other phase.
        case running
        /// The next attempt starts then. Leaves to running, or to held or failed when it comes too late.
        case waiting(until: Timestamp)
        /// The same attempt goes on then. Leaves to running.
        case snoozed(until: Timestamp)
        /// A send may have been applied. Leaves to succeeded or waiting when a person has said.
        case held
        case succeeded
        case failed
    }

    var phase: Phase
    /// The number of the last attempt, started or refused.
    var attempt: Int
    /// Evaluated for the first attempt, used by all; null again once the item is done.
    var parameters: Value
    /// When the first attempt began, from which the retry budget counts.
    var firstStartedAt: Timestamp
    /// When the last attempt began.
    var attemptStartedAt: Timestamp
    /// How often the process ended in the middle of the last attempt.
    var interruptions = 0
    var output: Value = .null
    var failure: NodeFailure?
    /// The send that may have been applied and is not settled, if there is one.
    var doubt: Doubt?

    /// What is known about a send whose outcome is unknown.
    struct Doubt: Sendable, Equatable {
        var reason: UnknownReason
        /// When the first request of this send was started, from which the resend window counts.
        var since: Timestamp
        /// How many resends were started.
        var resends = 0
    }

    /// Takes what an ended attempt has led to.
    mutating func take(_ record: AttemptFinished) {
        attempt = record.key.attempt
        if case .unknown(let reason) = record.outcome, record.retryAt != nil || record.isHeld {
            doubt = doubt ?? Doubt(reason: reason, since: attemptStartedAt)
            doubt?.reason = reason
        }
        switch record.consequence {
        case .succeeded(let output):
            self.output = output
            end(.succeeded)
        case .failed(let failure):
            self.failure = failure
            end(.failed)
        case .retry(let at): phase = .waiting(until: at)
        case .snoozed(let until): phase = .snoozed(until: until)
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

    private mutating func end(_ phase: Phase) {
        self.phase = phase
        doubt = nil
        parameters = .null
    }
}

extension AttemptFinished {
    /// What an ended attempt leads to. The machine and the snapshot both read it here.
    enum Consequence {
        case succeeded(Value)
        case failed(NodeFailure)
        case retry(at: Timestamp)
        case snoozed(until: Timestamp)
        case held
    }

    var consequence: Consequence {
        if isHeld { return .held }
        if let retryAt { return .retry(at: retryAt) }
        switch outcome {
        case .succeeded(let output): return .succeeded(output)
        case .failed(let failure): return .failed(failure)
        case .snoozed(let until): return .snoozed(until: until)
        case .unknown(let reason):
            // The author chose `on_unknown: fail`.
            return .failed(NodeFailure(code: "unknown", class: .unavailable, message: reason.message))
        }
    }
}
