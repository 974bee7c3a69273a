import Values
import WorkflowModel

extension RunStateMachine {
    mutating func fold(_ record: AttemptStarted) {
        let place = graph.place(of: record.key.step), slot = slot(record.key)
        if slot < steps[place].runs.count {
            precondition(
                steps[place].runs[slot].phase != .running, "an attempt starts after the one before it ended: \(record.key)")
            steps[place].runs[slot].phase = .running
            steps[place].runs[slot].attempt = record.key.attempt
            steps[place].runs[slot].attemptStartedAt = record.at
            steps[place].runs[slot].interruptions = 0
            steps[place].runs[slot].parameters = record.parameters
            steps[place].runs[slot].note(record.purpose)
        } else {
            open(record.key, parameters: record.parameters, at: record.at)
        }
        runningCount += 1
    }

    mutating func fold(_ record: AttemptResumed) {
        let place = graph.place(of: record.key.step), slot = slot(record.key)
        if steps[place].runs[slot].phase == .running {
            steps[place].runs[slot].interruptions += 1
        } else {
            runningCount += 1
        }
        steps[place].runs[slot].phase = .running
    }

    mutating func fold(_ record: AttemptFinished) {
        let place = graph.place(of: record.key.step), slot = slot(record.key)
        if slot >= steps[place].runs.count {
            open(record.key, parameters: .null, at: record.at)
        } else if steps[place].runs[slot].phase == .running {
            runningCount -= 1
        }
        steps[place].runs[slot].take(record)
        settle(record.key, place, slot)
    }

    mutating func fold(_ record: AttemptResolved) {
        let place = graph.place(of: record.key.step), slot = slot(record.key)
        heldCount -= 1
        steps[place].heldCount -= 1
        steps[place].runs[slot].take(record)
        if record.key.item != nil, !record.sent { steps[place].insertActive(slot) }
        settle(record.key, place, slot)
    }

    mutating func fold(_ record: StepFinished) {
        let place = graph.place(of: record.step)
        var outputs = steps[place].runs.map(\.output)
        outputs.append(contentsOf: repeatElement(.null, count: steps[place].items.count - outputs.count))
        let output: Value = steps[place].isChunked ? Chunk.merged(outputs) : .list(outputs)
        finish(place, record.failure == nil ? .succeeded : .failed, output: output, failure: record.failure)
    }

    /// Begins an item, or the whole of a step without `for_each`.
    private mutating func open(_ key: AttemptKey, parameters: Value, at time: Timestamp) {
        let place = graph.place(of: key.step)
        precondition(slot(key) == steps[place].runs.count, "items start in order: \(key)")
        steps[place].runs.append(
            ItemRun(
                phase: .running, attempt: key.attempt, parameters: parameters, firstStartedAt: time, attemptStartedAt: time,
                attemptsBefore: steps[place].attemptsBefore))
        if key.item != nil {
            steps[place].active.append(slot(key))
        } else {
            steps[place].phase = .started
        }
    }

    /// Draws the conclusions for the step from where its item stands now.
    private mutating func settle(_ key: AttemptKey, _ place: Int, _ slot: Int) {
        let run = steps[place].runs[slot]
        switch run.phase {
        case .running, .waiting, .snoozed: return
        case .held:
            heldCount += 1
            steps[place].heldCount += 1
        case .succeeded: if key.item == nil { return finish(place, .succeeded, output: run.output) }
        case .failed:
            guard key.item != nil else { return finish(place, .failed, failure: run.failure) }
            steps[place].failedCount += 1
            if steps[place].firstFailure == nil, let failure = run.failure { steps[place].firstFailure = (slot, failure) }
        }
        steps[place].active.removeAll { $0 == slot }
    }

    mutating func finish(_ place: Int, _ status: StepStatus, output: Value = .null, failure: NodeFailure? = nil) {
        precondition(!steps[place].isFinished, "a step ends once: `\(graph.steps[place].id)`")
        steps[place].finish(status, output: output, failure: failure)
        guard place < graph.mainCount else { return }
        openMainCount -= 1
        if status == .failed { failedSteps.append(place) }
    }
}

extension StepState {
    mutating func insertActive(_ slot: Int) {
        active.insert(slot, at: active.firstIndex { $0 > slot } ?? active.endIndex)
    }
}
