import Values
import WorkflowModel

extension RunStateMachine {
    /// What is to be done as things stand at that time, in the order of the plan.
    ///
    /// Effects of one answer do not depend on each other. Once their records are folded, ask again: more may follow.
    public func pendingEffects(at now: Timestamp) -> [RunEffect] {
        guard result == nil else { return [] }
        if isCancelRequested {
            if runningCount > 0 { return [] }
            let doubts = doubtsThatWait
            if !doubts.isEmpty { return doubts }
            return [heldCount > 0 ? .hold : .finishRun(.cancelled)]
        }
        if !isAdmitted { return [.hold] }
        var effects: [RunEffect] = []
        if openMainCount > 0 {
            for place in 0..<graph.mainCount { decide(place, now, &effects) }
        } else if let (place, failure) = unhandledFailure {
            for place in graph.mainCount..<graph.steps.count { decide(place, now, &effects) }
            if effects.isEmpty, steps[graph.mainCount...].allSatisfy(\.isFinished) {
                effects.append(.finishRun(.failed(graph.steps[place].id, failure)))
            }
        } else {
            effects.append(.finishRun(.succeeded))
        }
        if effects.isEmpty, runningCount == 0 {
            precondition(heldCount > 0, "a run that is not done has something to do or to wait for")
            effects.append(.hold)
        }
        return effects
    }

    /// The first main step whose failure is neither tolerated (`on_error: continue`) nor handled by a step that was written for
    /// it (`when: any_failed`) and succeeded. Final once every main step is done.
    var unhandledFailure: (place: Int, failure: NodeFailure)? {
        for place in failedSteps where graph.steps[place].onError == .fail {
            if !isHandled(place), let failure = steps[place].failure { return (place, failure) }
        }
        return nil
    }

    /// Whether a step that was written for the failure of this one (`when: any_failed`) has succeeded.
    func isHandled(_ place: Int) -> Bool { isHandled(place) { $0.status == .succeeded } }

    /// Whether a step that was written for the failure of this one stands so.
    func isHandled(_ place: Int, where standsSo: (StepState) -> Bool) -> Bool {
        guard place < graph.mainCount else { return false }
        return (place + 1..<graph.mainCount).contains { other in
            graph.steps[other].when == .anyFailed && standsSo(steps[other]) && graph.dependencies[other].contains(place)
        }
    }

    /// The sends whose outcome nobody knows and that would have been sent again to find out: a stopped run leaves them to a person.
    private var doubtsThatWait: [RunEffect] {
        var effects: [RunEffect] = []
        for (place, state) in steps.enumerated() {
            for (slot, run) in state.runs.enumerated() {
                guard let doubt = run.doubt else { continue }
                let step = graph.steps[place].id, item = state.phase == .expanded ? slot : nil
                switch run.phase {
                case .waiting:
                    let key = AttemptKey(step: step, item: item, attempt: run.attempt + 1)
                    effects.append(.refuseAttempt(key, .unknown(doubt.reason), isHeld: true))
                case .snoozed:
                    let key = AttemptKey(step: step, item: item, attempt: run.attempt)
                    effects.append(.refuseAttempt(key, .unknown(doubt.reason), isHeld: true))
                case .running, .held, .succeeded, .failed: break
                }
            }
        }
        return effects
    }

    private func decide(_ place: Int, _ now: Timestamp, _ effects: inout [RunEffect]) {
        switch steps[place].phase {
        case .finished: break
        case .pending: begin(place, now, &effects)
        case .started: advance(place, slot: 0, item: nil, now, &effects)
        case .expanded:
            for slot in steps[place].active { advance(place, slot: slot, item: slot, now, &effects) }
            continueItems(place, now, &effects)
        }
    }

    /// Begins a step whose dependencies are done, or passes over it.
    private func begin(_ place: Int, _ now: Timestamp, _ effects: inout [RunEffect]) {
        let step = graph.steps[place]
        switch readiness(of: place) {
        case .notYet: return
        case .skip(let reason): return effects.append(.skipStep(step.id, reason))
        case .go: break
        }
        let activation = activation(for: place, at: now)
        do throws(PlacedEvaluationError) {
            if let condition = step.condition, try !condition.isTrue(activation) {
                return effects.append(.skipStep(step.id, .condition))
            }
            if let forEach = step.forEach {
                let items = try forEach.itemRuns(activation)
                guard let objection = Value.list(items).objection else {
                    return effects.append(.expandStep(step.id, items: items))
                }
                return effects.append(.refuseAttempt(firstKey(place, item: nil), .failed(objection), isHeld: false))
            }
            if let chunks = try chunks(of: step, activation) {
                return effects.append(.expandStep(step.id, items: chunks, isChunked: true))
            }
        } catch {
            return effects.append(.refuseAttempt(firstKey(place, item: nil), .failed(error.failure), isHeld: false))
        }
        effects.append(firstAttempt(place, item: nil, now))
    }

    /// The chunks of a list that is too long for one request; nil where it is not, or where it is not in order, which the attempt
    /// will tell.
    private func chunks(of step: PlannedStep, _ activation: RunActivation) throws(PlacedEvaluationError) -> [Value]? {
        guard let chunk = step.chunk, step.forEach == nil,
            let list = try step.parameters.evaluate(activation).objectValue?[chunk.parameter],
            let count = list.listValue?.count, count > chunk.size, let chunks = try? chunk.split(list), chunks.count > 1
        else { return nil }
        return chunks
    }

    /// Moves on an item that waits, if its time has come.
    private func advance(_ place: Int, slot: Int, item: Int?, _ now: Timestamp, _ effects: inout [RunEffect]) {
        let run = steps[place].runs[slot], step = graph.routes[place][run.route]
        switch run.phase {
        case .running, .held, .succeeded, .failed: break
        case .snoozed(let until, _):
            let key = AttemptKey(step: step.id, item: item, attempt: run.attempt)
            if until > now {
                effects.append(.wake(key, at: until))
            } else if let doubt = run.doubt, !isInWindow(step, doubt, at: now) {
                // The same request would no longer be recognised as a repeat, or it is too late to ask.
                effects.append(.refuseAttempt(key, .unknown(doubt.reason), isHeld: true))
            } else if run.doubt == nil, hasExpired(step, at: now) {
                effects.append(.refuseAttempt(key, .failed(expired), isHeld: false))
            } else {
                effects.append(.resumeAttempt(key))
            }
        case .waiting(let until):
            let key = AttemptKey(step: step.id, item: item, attempt: run.attempt + 1)
            if until > now {
                effects.append(.wake(key, at: until))
            } else if let doubt = run.doubt {
                if let purpose = wayOut(step, doubt, at: now) {
                    let through = attemptRoute(place, run.route)
                    effects.append(.startAttempt(key, parameters: run.parameters, purpose: purpose, through: through))
                } else {
                    effects.append(.refuseAttempt(key, .unknown(doubt.reason), isHeld: true))
                }
            } else if hasExpired(step, at: now) {
                effects.append(.refuseAttempt(key, .failed(expired), isHeld: false))
            } else if run.parameters.isNull {
                // Refused the last time, so they were never evaluated.
                effects.append(newAttempt(key, place, now))
            } else {
                effects.append(
                    .startAttempt(
                        key, parameters: run.parameters, purpose: .work, through: attemptRoute(place, run.route)))
            }
        }
    }

    /// Starts further items of a `for_each` as far as its concurrency goes, and ends the step behind the last one.
    private func continueItems(_ place: Int, _ now: Timestamp, _ effects: inout [RunEffect]) {
        let step = graph.steps[place], state = steps[place]
        let goesOn = state.failedCount == 0 || step.onError == .continue
        let left = goesOn ? state.items.count - state.runs.count : 0
        if left > 0 {
            let room = max(0, (step.forEach?.concurrency ?? 1) - state.active.count)
            for item in state.runs.count..<state.runs.count + min(room, left) {
                effects.append(firstAttempt(place, item: item, now))
            }
        } else if state.active.isEmpty, state.heldCount == 0 {
            effects.append(.finishStep(step.id, itemsFailure(place)))
        }
    }

    /// The error of a `for_each` step with failed items: how many, and what the first one was.
    private func itemsFailure(_ place: Int) -> NodeFailure? {
        let state = steps[place]
        guard let (item, failure) = state.firstFailure else { return nil }
        var message = "\(state.failedCount) of \(state.items.count) items failed; the first, item \(item): \(failure.message)"
        let unstarted = state.items.count - state.runs.count
        if unstarted > 0 { message += " (\(unstarted) not started)" }
        return NodeFailure(code: failure.code, class: failure.failureClass, message: message)
    }

    private func firstAttempt(_ place: Int, item: Int?, _ now: Timestamp) -> RunEffect {
        newAttempt(firstKey(place, item: item), place, now)
    }

    private func firstKey(_ place: Int, item: Int?) -> AttemptKey {
        AttemptKey(step: graph.steps[place].id, item: item, attempt: steps[place].attemptsBefore + 1)
    }

    private func newAttempt(_ key: AttemptKey, _ place: Int, _ now: Timestamp) -> RunEffect {
        let route = run(of: key)?.route ?? 0
        let step = graph.routes[place][route]
        if hasExpired(step, at: now) { return .refuseAttempt(key, .failed(expired), isHeld: false) }
        do throws(PlacedEvaluationError) {
            var parameters = try step.parameters.evaluate(activation(for: place, item: key.item, at: now))
            if let item = key.item, steps[place].isChunked, let chunk = step.chunk, var members = parameters.objectValue {
                members.set(chunk.parameter, to: steps[place].items[item])
                parameters = .object(members)
            }
            if let translate = step.route?.translate {
                do throws(NodeFailure) {
                    parameters = try translate(parameters)
                } catch {
                    return .refuseAttempt(key, .failed(error), isHeld: false)
                }
            }
            if let objection = parameters.objection { return .refuseAttempt(key, .failed(objection), isHeld: false) }
            return .startAttempt(key, parameters: parameters, purpose: .work, through: attemptRoute(place, route))
        } catch {
            return .refuseAttempt(key, .failed(error.failure), isHeld: false)
        }
    }

    /// What the ledger says about the way of an attempt; nil for a step that goes one way.
    private func attemptRoute(_ place: Int, _ route: Int) -> AttemptRoute? {
        graph.routes[place][route].route.map { AttemptRoute(place: route, provider: $0.provider, node: $0.node) }
    }

    /// Whether it is too late for a send of this run.
    func hasExpired(_ step: PlannedStep, at now: Timestamp) -> Bool {
        guard step.effect == .send, let expires = plan.expires else { return false }
        return now > start.at + expires
    }

    private var expired: NodeFailure {
        NodeFailure(
            code: "expired", class: .input,
            message: "no send starts later than \(plan.expires?.text ?? "") after the run began, which was at \(start.at)")
    }

    /// What may follow by itself from a send in doubt; nil when only a person can settle it.
    private func wayOut(_ step: PlannedStep, _ doubt: ItemRun.Doubt, at now: Timestamp) -> AttemptPurpose? {
        guard isInWindow(step, doubt, at: now) else { return nil }
        switch step.onUnknown {
        case .resendIdentical(_, let attempts): return doubt.resends < attempts ? .resend : nil
        case .query(_, let schedule): return doubt.queries < schedule.attempts ? .query : nil
        case .hold, .fail: return nil
        }
    }

    /// Whether the provider would still recognise a repeat and the run has not expired, or may still be asked.
    private func isInWindow(_ step: PlannedStep, _ doubt: ItemRun.Doubt, at now: Timestamp) -> Bool {
        switch step.onUnknown {
        case .resendIdentical(let within, _): now <= doubt.since + within && !hasExpired(step, at: now)
        case .query(_, let schedule): now <= doubt.arose + schedule.within
        case .hold, .fail: false
        }
    }
}
