import WorkflowModel

/// Keeps requests away from a place that does not answer.
struct CircuitBreaker {
    enum State: Equatable {
        /// Requests go. Leaves to open after so many failures in a row.
        case closed(failures: Int)
        /// No request goes before that time. Leaves to probing.
        case open(until: Timestamp)
        /// One request is on its way to find out. Leaves to closed or open.
        case probing(since: Timestamp)
    }

    enum Answer: Equatable {
        case go
        /// The pause is over: this request finds out for all.
        case probe
        /// Not before that time.
        case refuse(until: Timestamp)
    }

    let failuresToOpen: Int
    let pause: Duration
    private(set) var state = State.closed(failures: 0)

    init(failuresToOpen: Int, pause: Duration) {
        self.failuresToOpen = failuresToOpen
        self.pause = pause
    }

    /// Changes nothing; whoever goes says so with `begin`.
    func answer(at now: Timestamp) -> Answer {
        switch state {
        case .closed: return .go
        case .open(let until):
            // A clock that was set back does not make the pause longer than it is.
            return until <= now || until > now + pause ? .probe : .refuse(until: until)
        case .probing(let since):
            // A probe that never came back does not keep the others waiting for ever.
            return now >= since + pause || now < since ? .probe : .refuse(until: now + pause / 10)
        }
    }

    mutating func begin(_ answer: Answer, at now: Timestamp) {
        if answer == .probe { state = .probing(since: now) }
    }

    /// Something came back that shows that the other side is there; true when that closed the breaker.
    mutating func noteAnswer() -> Bool {
        defer { state = .closed(failures: 0) }
        if case .closed = state { return false }
        return true
    }

    /// Nothing came back, or that the other side is down; true when that opened the breaker.
    mutating func noteFailure(at now: Timestamp) -> Bool {
        switch state {
        case .closed(let failures) where failures + 1 < failuresToOpen:
            state = .closed(failures: failures + 1)
            return false
        case .closed, .probing:
            state = .open(until: now + pause)
            return true
        case .open: return false
        }
    }
}
