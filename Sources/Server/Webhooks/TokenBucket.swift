import Synchronization

/// Lets so many calls through in a minute, evenly: a pause saves up to ten seconds' worth. The mutex guards the level.
final class TokenBucket: Sendable {
    private struct State {
        var tokens: Double
        var updatedAt: Duration
    }

    private let perSecond: Double
    private let capacity: Double
    private let state: Mutex<State>

    init(perMinute: Int) {
        perSecond = Double(perMinute) / 60
        capacity = max(1, Double(perMinute) / 6)
        state = Mutex(State(tokens: capacity, updatedAt: .zero))
    }

    /// Takes a token. Without one, says how long until there is one.
    ///
    /// - Parameter now: on a clock that never goes back.
    func take(at now: Duration) -> Duration? {
        state.withLock { state in
            let elapsed = max(0, (now - state.updatedAt) / .seconds(1))
            state.tokens = min(capacity, state.tokens + elapsed * perSecond)
            state.updatedAt = max(now, state.updatedAt)
            if state.tokens >= 1 {
                state.tokens -= 1
                return nil
            }
            return .seconds((1 - state.tokens) / perSecond)
        }
    }
}
