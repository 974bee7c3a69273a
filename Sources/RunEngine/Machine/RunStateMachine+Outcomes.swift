import Expressions
import Randomness
import Values
import WorkflowModel

extension RunStateMachine {
    /// The record of an attempt that has just ended, with the decision about what follows from it.
    ///
    /// The decision is drawn from the record's time and from the run, step, item and attempt: the same again in every process.
    public func finished(_ key: AttemptKey, _ outcome: NodeOutcome, at time: Timestamp) -> AttemptFinished {
        guard let run = run(of: key), run.phase == .running, run.attempt == key.attempt else {
            preconditionFailure("only a running attempt can end: \(key)")
        }
        let step = route(of: key)
        switch outcome {
        case .succeeded(let output):
            // What was done is done; an output that no journal could hold is left out.
            let kept = output.objection == nil ? output : .null
            return AttemptFinished(key: key, outcome: .succeeded(step.route?.shaped(kept) ?? kept), at: time)
        case .snoozed: return AttemptFinished(key: key, outcome: outcome, at: time)
        case .unknown(let reason):
            if step.effect == .send { return inDoubt(key, step, run, outcome, at: time) }
            // Nothing was sent that could be sent twice, so not knowing is as good as failing.
            return failed(
                key, step, run, NodeFailure(code: reason.kind.rawValue, class: .unavailable, message: reason.message), at: time)
        case .failed(let failure):
            if run.isSettled(by: outcome) {
                // Nothing was sent, so this is a failure like any other.
                var settled = run
                settled.doubt = nil
                return failed(key, step, settled, failure, at: time)
            }
            // This request was surely not applied, but an earlier one of the same send may have been.
            if run.doubt != nil { return inDoubt(key, step, run, outcome, at: time) }
            return failed(key, step, run, failure, at: time)
        }
    }

    /// A send that may have been applied: sent again where the provider recognises it, asked for where somebody can tell, else left
    /// to a person.
    private func inDoubt(
        _ key: AttemptKey, _ step: PlannedStep, _ run: ItemRun, _ outcome: NodeOutcome, at time: Timestamp
    ) -> AttemptFinished {
        let held = AttemptFinished(key: key, outcome: outcome, isHeld: true, at: time)
        switch step.onUnknown {
        case .hold: return held
        case .fail: return AttemptFinished(key: key, outcome: outcome, at: time)
        case .query(_, let schedule):
            let queries = run.doubt?.queries ?? 0
            guard !isCancelRequested, queries < schedule.attempts else { return held }
            var random = SplitMix64(run: start.run, key: key)
            let wait = BackOff(policy: schedule.backOff).delay(beforeRetry: queries + 1, unit: random.unit())
            guard time + wait <= (run.doubt?.arose ?? time) + schedule.within else { return held }
            return AttemptFinished(key: key, outcome: outcome, retryAt: time + wait, at: time)
        case .resendIdentical(let within, let attempts):
            let resends = run.doubt?.resends ?? 0
            guard !isCancelRequested, resends < attempts else { return held }
            var random = SplitMix64(run: start.run, key: key)
            var wait = BackOff(policy: step.retry).delay(beforeRetry: resends + 1, unit: random.unit())
            if case .failed(let failure) = outcome {
                guard step.retry.on.contains(failure.failureClass) else { return held }
                if let asked = failure.retryAfter { wait = max(wait, asked) }
            }
            guard time + wait <= (run.doubt?.since ?? run.attemptStartedAt) + within else { return held }
            return AttemptFinished(key: key, outcome: outcome, retryAt: time + wait, at: time)
        }
    }

    private func failed(
        _ key: AttemptKey, _ step: PlannedStep, _ run: ItemRun, _ failure: NodeFailure, at time: Timestamp
    ) -> AttemptFinished {
        var failure = failure
        let final = { (failure: NodeFailure) in
            let next = nextRoute(key, run, failure)
            return AttemptFinished(
                key: key, outcome: .failed(failure), retryAt: next == nil ? nil : time, route: next, at: time)
        }
        guard !isCancelRequested else { return final(failure) }
        var random = SplitMix64(run: start.run, key: key)
        let decision = BackOff(policy: step.retry)
            .decide(
                after: failure, attempt: key.attempt - run.attemptsBefore, elapsed: time - run.firstStartedAt, random: &random)
        switch decision {
        case .exhausted, .overBudget: return final(failure)
        case .askedTooLong(let asked):
            failure.message += " (asked to wait until \(time + asked), which is longer than the step's `retry` allows)"
            return final(failure)
        case .wait(let wait):
            // A send that would come after the run has expired is not waited for.
            if hasExpired(step, at: time + wait) { return final(failure) }
            do throws(PlacedEvaluationError) {
                if let unless = step.retryUnless, try unless.isTrue(retryActivation(key, failure, at: time)) {
                    return final(failure)
                }
            } catch {
                failure.message += " (not tried again: `unless` has no value: \(error.failure.message))"
                return final(failure)
            }
            return AttemptFinished(key: key, outcome: .failed(failure), retryAt: time + wait, at: time)
        }
    }

    /// The provider that comes next after a sure failure that is not tried again.
    ///
    /// Not after `input`, which another provider would refuse too, nor after `duplicate` and `done_already`, which say that the
    /// message is out: only where it is this provider that cannot do it.
    private func nextRoute(_ key: AttemptKey, _ run: ItemRun, _ failure: NodeFailure) -> Int? {
        let next = run.route + 1
        guard !isCancelRequested, run.doubt == nil, next < graph.routes[graph.place(of: key.step)].count else { return nil }
        switch failure.failureClass {
        case .config, .credential, .balance, .rateLimited, .unavailable: return next
        case .input, .duplicate, .doneAlready: return nil
        }
    }
}

extension QuerySchedule {
    /// The waits between questions.
    fileprivate var backOff: RetryPolicy {
        RetryPolicy(attempts: attempts, delay: delay, factor: 2, maxDelay: max(delay, within), jitter: .equal, total: nil)
    }
}
