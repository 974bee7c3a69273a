import Randomness
import WorkflowModel

/// How long to wait before the next attempt: exponential, capped, with jitter.
struct BackOff {
    var policy: RetryPolicy

    /// The longest wait before retry `number`, which counts from 1: `min(max_delay, delay * factor^(number - 1))`.
    func cap(beforeRetry number: Int) -> Duration {
        let delay = Double(policy.delay.microseconds), longest = Double(policy.maxDelay.microseconds)
        var cap = delay
        for _ in 1..<min(max(1, number), 1000) {
            cap *= policy.factor
            if cap >= longest { break }
        }
        return .microseconds(Int64(max(0, min(cap, longest))))
    }

    /// - Parameter unit: a draw from 0 ..< 1.
    func delay(beforeRetry number: Int, unit: Double) -> Duration {
        let cap = Double(cap(beforeRetry: number).microseconds)
        let delay: Double =
            switch policy.jitter {
            case .none: cap
            case .equal: cap / 2 + unit * cap / 2
            case .full: cap / 10 + unit * (cap - cap / 10)
            }
        return .microseconds(Int64(delay))
    }

    /// The wait, or why there is none.
    enum Decision: Equatable {
        case wait(Duration)
        /// No attempt is left, or the class is not one that is tried again.
        case exhausted
        /// The next attempt would come after the budget for all attempts.
        case overBudget
        /// The other side asked for a longer wait than the policy allows.
        case askedTooLong(Duration)
    }

    /// Whether and when to try again after `failure`.
    ///
    /// - Parameters:
    ///   - attempt: the number of the attempt that failed.
    ///   - elapsed: since the first attempt began.
    func decide(
        after failure: NodeFailure, attempt: Int, elapsed: Duration, random: inout SplitMix64
    ) -> Decision {
        guard attempt < policy.attempts, policy.on.contains(failure.failureClass) else { return .exhausted }
        let own = delay(beforeRetry: attempt, unit: random.unit())
        guard let asked = failure.retryAfter else {
            if let total = policy.total, elapsed + own > total { return .overBudget }
            return .wait(own)
        }
        if asked > policy.maxDelay { return .askedTooLong(asked) }
        let longest = max(own, asked)
        var wait = longest + .microseconds(Int64(Double(longest.microseconds) * 0.1 * random.unit()))
        if let total = policy.total {
            if elapsed + asked > total { return .askedTooLong(asked) }
            if elapsed + own > total { return .overBudget }
            // The jitter is ours; it does not push a wait that fits over the end.
            wait = min(wait, total - elapsed)
        }
        return .wait(wait)
    }
}
