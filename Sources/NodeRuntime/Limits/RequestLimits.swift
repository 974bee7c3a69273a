import Foundation
import RunEngine
import Synchronization
import WorkflowModel

/// Rates, breakers and retry budgets for all requests of a process.
///
/// What they keep back surely was not applied: it waits (`snoozed`) or fails with the class `unavailable`. They live in memory: a
/// restart forgets them, and two processes do not know of each other.
public final class RequestLimits: Sendable {
    /// How patient limits are.
    public struct Rules: Equatable, Sendable {
        /// So many failures in a row open the breaker.
        public var failuresToOpen: Int
        /// How long an open breaker keeps requests away before one may try.
        public var pause: Duration
        public var hasRetryBudget: Bool

        public init(failuresToOpen: Int = 5, pause: Duration = .seconds(30), hasRetryBudget: Bool = true) {
            self.failuresToOpen = failuresToOpen
            self.pause = pause
            self.hasRetryBudget = hasRetryBudget
        }
    }

    /// A request that is about to leave.
    struct Call: Sendable {
        /// With its port.
        let host: String
        let credential: CredentialName?
        /// Which attempt of which run it is.
        let claimant: Claimant
        let isResend: Bool
        /// Tokens a second of the credential, and how many this request takes; nil: no rate.
        let rate: (perSecond: Int, cost: Int)?
    }

    struct Claimant: Hashable, Sendable {
        let run: RunID
        let key: AttemptKey
    }

    private struct Place: Hashable {
        let host: String
        let credential: CredentialName?
    }

    private struct State {
        var buckets: [Place: TokenBucket<Claimant>] = [:]
        var breakers: [Place: CircuitBreaker] = [:]
        var budgets: [String: RetryBudget] = [:]
    }

    /// Hosts may come out of expressions: beyond so many, those that are as if they were new are forgotten.
    private static let mostPlaces = 1000

    private let rules: Rules
    private let now: @Sendable () -> Timestamp
    private let observer: (any RequestLimitObserver)?
    private let state = Mutex(State())

    /// - Parameter now: the wall time.
    public init(
        rules: Rules = Rules(), now: @escaping @Sendable () -> Timestamp, observer: (any RequestLimitObserver)? = nil
    ) {
        self.rules = rules
        self.now = now
        self.observer = observer
    }

    /// Nil: the request may leave, and `note` is told what came of it. Else what the attempt answers instead.
    func refusal(of call: Call) -> NodeOutcome? {
        let now = now()
        let place = Place(host: call.host, credential: call.credential)
        let (outcome, event) = state.withLock { state in
            refusal(of: call, place, at: now, &state)
        }
        if let event { observer?.observe(event) }
        return outcome
    }

    private func refusal(
        of call: Call, _ place: Place, at now: Timestamp, _ state: inout State
    ) -> (NodeOutcome?, RequestLimitEvent?) {
        var breaker = state.breakers[place] ?? CircuitBreaker(failuresToOpen: rules.failuresToOpen, pause: rules.pause)
        let answer = breaker.answer(at: now)
        if case .refuse(let until) = answer {
            let failure = NodeFailure(
                code: "breaker_open", class: .unavailable,
                message: "`\(call.host)` has failed too often; no request goes there before \(until)", retryAfter: until - now)
            // A resend is one of few and settles a doubt: it waits rather than being used up.
            return (call.isResend ? .snoozed(until: until) : .failed(failure), .breakerRefused(host: call.host))
        }
        // The probe of a breaker is how it is found out that a place is back, so the budget lets it go.
        if rules.hasRetryBudget, call.claimant.key.attempt > 1, !call.isResend, answer != .probe {
            var budget = state.budgets[call.host] ?? RetryBudget(at: now)
            let isAllowed = budget.allowsRetry(at: now)
            state.budgets[call.host] = budget
            if !isAllowed {
                let failure = NodeFailure(
                    code: "retry_budget", class: .unavailable,
                    message: "not tried again now: too many requests to `\(call.host)` fail", retryAfter: budget.wait(at: now))
                return (.failed(failure), .retryRefused(host: call.host))
            }
        }
        if let rate = call.rate {
            var bucket = state.buckets.removeValue(forKey: place) ?? TokenBucket(perSecond: rate.perSecond, at: now)
            let answer = bucket.ask(call.claimant, cost: rate.cost, at: now)
            state.buckets[place] = bucket
            if case .wait(let until) = answer { return (.snoozed(until: until), .waited(host: call.host, until - now)) }
        }
        breaker.begin(answer, at: now)
        state.breakers[place] = breaker
        return (nil, nil)
    }

    /// Learns what came of a request that left.
    func note(_ outcome: NodeOutcome, of call: Call) {
        let now = now()
        let place = Place(host: call.host, credential: call.credential)
        let event: RequestLimitEvent? = state.withLock { state in
            var budget = state.budgets[call.host] ?? RetryBudget(at: now)
            var breaker = state.breakers[place] ?? CircuitBreaker(failuresToOpen: rules.failuresToOpen, pause: rules.pause)
            defer {
                state.budgets[call.host] = budget
                state.breakers[place] = breaker
                Self.forget(&state, at: now)
            }
            switch outcome {
            case .succeeded:
                budget.noteSuccess(at: now)
                return breaker.noteAnswer() ? .breakerClosed(host: call.host) : nil
            case .unknown:
                budget.noteFailure(at: now)
                return breaker.noteFailure(at: now) ? .breakerOpened(host: call.host) : nil
            case .failed(let failure) where failure.failureClass == .unavailable:
                budget.noteFailure(at: now)
                return breaker.noteFailure(at: now) ? .breakerOpened(host: call.host) : nil
            case .failed(let failure):
                if failure.failureClass == .rateLimited { budget.noteFailure(at: now) }
                return breaker.noteAnswer() ? .breakerClosed(host: call.host) : nil
            case .snoozed: return nil
            }
        }
        if let event { observer?.observe(event) }
    }

    private static func forget(_ state: inout State, at now: Timestamp) {
        if state.budgets.count > mostPlaces {
            state.budgets = state.budgets.filter { entry in
                var budget = entry.value
                budget.fill(at: now)
                return !budget.isFull
            }
        }
        if state.breakers.count > mostPlaces {
            state.breakers = state.breakers.filter { $0.value.state != .closed(failures: 0) }
        }
        if state.buckets.count > mostPlaces {
            state.buckets = state.buckets.filter { entry in
                var bucket = entry.value
                return !bucket.isAtRest(at: now)
            }
        }
    }
}

extension RequestLimits {
    /// The clock of the machine.
    public static let wallTime: @Sendable () -> Timestamp = {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
