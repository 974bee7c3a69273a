import WorkflowModel

extension RunStateMachine {
    /// The record by which a run that failed or was cancelled goes on; nil for any other run.
    ///
    /// What failed is tried again, what was skipped because of it begins anew, what succeeded stays: also where it has made up for
    /// a failure (`when: any_failed`), in part or perhaps, which is then not tried again. What has waited for something that is tried
    /// again waits for it once more. A failed send that may have been applied is left to a person first.
    public func reopening(at now: Timestamp) -> RunReopened? {
        switch result {
        case nil, .succeeded: return nil
        case .failed, .cancelled: break
        }
        var record = RunReopened(pending: [], again: [], held: [], at: now)
        var reopened: Set<Int> = []
        for (place, state) in steps.enumerated() {
            let step = graph.steps[place]
            switch state.status {
            case .failed? where step.onError == .fail && !isMadeUpFor(place):
                let isBehind = graph.dependencies[place].contains(where: reopened.contains)
                reopened.insert(place)
                reopen(state, step.id, isBehind: isBehind, &record)
            case .skipped?
            where place < graph.mainCount
                && graph.dependencies[place].contains { reopened.contains($0) || steps[$0].status == nil }:
                reopened.insert(place)
                record.pending.append(step.id)
            case .skipped? where place >= graph.mainCount: record.pending.append(step.id)
            case nil
            where !state.runs.isEmpty && !state.mayHaveSent && graph.dependencies[place].contains(where: reopened.contains):
                reopened.insert(place)
                record.pending.append(step.id)
            default: break
            }
        }
        return record
    }

    /// Whether a step that was written for the failure of this one has done something of it, or may have. If both went on, two messages
    /// could go out.
    private func isMadeUpFor(_ place: Int) -> Bool { isHandled(place) { $0.status == .succeeded || $0.mayHaveSent } }

    /// - Parameter isBehind: the step has waited for another one that goes on now, and waits for it again: a fallback goes out only
    ///   when the first message has failed once more.
    private func reopen(_ state: StepState, _ step: StepID, isBehind: Bool, _ record: inout RunReopened) {
        let hasItems = !state.items.isEmpty
        if isBehind, !state.mayHaveSent {
            record.pending.append(step)
            return
        }
        // Nothing was ever started where an expression failed before the first attempt.
        guard hasItems || state.runs.contains(where: { !$0.parameters.isNull }) else {
            record.pending.append(step)
            return
        }
        for (slot, run) in state.runs.enumerated() where run.phase == .failed {
            let key = AttemptKey(step: step, item: hasItems ? slot : nil, attempt: run.attempt)
            if run.failedInDoubt == nil { record.again.append(key) } else { record.held.append(key) }
        }
    }

    mutating func fold(_ record: RunReopened) {
        result = nil
        isCancelRequested = false
        isAdmitted = true
        for step in record.pending {
            let place = graph.place(of: step)
            reopen(place)
            steps[place].reopen()
        }
        for key in record.again { reopen(key, isHeld: false, at: record.at) }
        for key in record.held {
            reopen(key, isHeld: true, at: record.at)
            heldCount += 1
        }
    }

    private mutating func reopen(_ key: AttemptKey, isHeld: Bool, at time: Timestamp) {
        let place = graph.place(of: key.step)
        reopen(place)
        steps[place].reopen(slot: slot(key), isItem: key.item != nil, isHeld: isHeld, at: time)
    }

    /// Counts a finished step as open again.
    private mutating func reopen(_ place: Int) {
        guard steps[place].isFinished else { return }
        failedSteps.removeAll { $0 == place }
        if place < graph.mainCount { openMainCount += 1 }
    }

    /// The attempts that wait for an event.
    func attempts(awaiting event: EventKey) -> [AttemptKey] { snoozed { $0 == event } }

    /// Attempts whose snooze an event may have ended while no process had the run in hand.
    func snoozed(where matches: (EventKey) -> Bool) -> [AttemptKey] {
        var keys: [AttemptKey] = []
        for (place, state) in steps.enumerated() where !state.isFinished {
            for (slot, run) in state.runs.enumerated() {
                guard case .snoozed(_, let event?) = run.phase, matches(event) else { continue }
                keys.append(
                    AttemptKey(step: graph.steps[place].id, item: state.phase == .expanded ? slot : nil, attempt: run.attempt))
            }
        }
        return keys
    }
}
