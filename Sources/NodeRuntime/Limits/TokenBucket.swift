import WorkflowModel

/// A rate of so many tokens a second, with one second's worth in hand.
///
/// Whoever finds too few tokens is told when their turn comes. The turn is kept for them, so that of many who wait each comes
/// back once. A cost of more than the bucket holds passes when the bucket is full and is paid for afterwards.
struct TokenBucket<Claimant: Hashable> {
    enum Answer: Equatable {
        case go
        case wait(until: Timestamp)
    }

    private struct Turn {
        var time: Timestamp
        var cost: Double
    }

    /// A turn that nobody comes for is given to others after so long.
    static var patience: Duration { .seconds(10) }

    private let capacity: Double
    /// Below zero after a cost that was larger than the bucket.
    private var tokens: Double
    private var filledAt: Timestamp
    private var turns: [Claimant: Turn] = [:]
    /// The cost of all turns together.
    private var promised = 0.0
    /// Turns are looked through for forgotten ones no more often than this.
    private var tidyAt: Timestamp

    init(perSecond: Int, at now: Timestamp) {
        capacity = Double(max(1, perSecond))
        tokens = capacity
        filledAt = now
        tidyAt = now + Self.patience
    }

    /// Whether the bucket is full and nobody waits, as if it were new.
    mutating func isAtRest(at now: Timestamp) -> Bool {
        fill(at: now)
        return tokens >= capacity && turns.isEmpty
    }

    mutating func ask(_ claimant: Claimant, cost: Int, at now: Timestamp) -> Answer {
        fill(at: now)
        if now >= tidyAt { tidy(at: now) }
        let cost = Double(max(0, cost)), needed = min(cost, capacity)
        if let turn = turns[claimant] {
            if turn.time > now { return .wait(until: turn.time) }
            turns[claimant] = nil
            promised -= turn.cost
            if tokens >= needed {
                tokens -= cost
                return .go
            }
            return .wait(until: promise(claimant, cost, after: needed - tokens, at: now))
        }
        if tokens - promised >= needed {
            tokens -= cost
            return .go
        }
        return .wait(until: promise(claimant, cost, after: needed - tokens + promised, at: now))
    }

    private mutating func promise(_ claimant: Claimant, _ cost: Double, after missing: Double, at now: Timestamp) -> Timestamp {
        let time = now + .microseconds(Int64((missing / capacity * 1_000_000).rounded(.up)))
        turns[claimant] = Turn(time: time, cost: cost)
        promised += cost
        return time
    }

    private mutating func fill(at now: Timestamp) {
        // A clock that was set back only costs the tokens of that time.
        let passed = Double(max(0, (now - filledAt).microseconds)) / 1_000_000
        tokens = min(capacity, tokens + passed * capacity)
        filledAt = now
    }

    private mutating func tidy(at now: Timestamp) {
        tidyAt = now + Self.patience
        for (claimant, turn) in turns where turn.time + Self.patience < now {
            turns[claimant] = nil
            promised -= turn.cost
        }
        if turns.isEmpty { promised = 0 }
    }
}
