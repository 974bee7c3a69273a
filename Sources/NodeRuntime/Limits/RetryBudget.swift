import WorkflowModel

/// How many retries a place bears (reference: retries, section 2, after gRPC's retryThrottling): 10 tokens, a failure costs one, a
/// success gives a tenth back, and at 5 or less nothing is tried again.
///
/// A token also comes back every ten seconds, so that a place that is seldom called does not stay without retries for days.
struct RetryBudget {
    /// Tenths of a token, so that sums are exact.
    private(set) var tenths = 100
    private var filledAt: Timestamp

    static var refill: Duration { .seconds(10) }

    init(at now: Timestamp) {
        filledAt = now
    }

    var isFull: Bool { tenths == 100 }

    mutating func allowsRetry(at now: Timestamp) -> Bool {
        fill(at: now)
        return tenths > 50
    }

    /// How long until a retry is allowed again if nothing else happens.
    func wait(at now: Timestamp) -> Duration {
        let missing = max(0, 51 - tenths)
        return max(.zero, filledAt + Self.refill / 10 * missing - now)
    }

    mutating func noteSuccess(at now: Timestamp) {
        fill(at: now)
        tenths = min(100, tenths + 1)
    }

    mutating func noteFailure(at now: Timestamp) {
        fill(at: now)
        tenths = max(0, tenths - 10)
    }

    mutating func fill(at now: Timestamp) {
        let step = (Self.refill / 10).microseconds
        let steps = (now - filledAt).microseconds / step
        guard steps > 0 else {
            if now < filledAt { filledAt = now }
            return
        }
        tenths = Int(min(100, Int64(tenths) + steps))
        filledAt = filledAt + .microseconds(steps * step)
    }
}
