import WorkflowModel

extension RunStateMachine {
    /// The run as its journal tells it. Nothing is evaluated or decided.
    ///
    /// Throws where the records do not belong to the plan or contradict each other: such a journal is damaged.
    public init(graph: PlanGraph, replaying records: [RunRecord]) throws(ReplayError) {
        guard case .runStarted(let start) = records.first else {
            throw ReplayError(sequence: 0, reason: "the first record is not `run_started`")
        }
        guard start.plan == graph.plan.hash, start.steps + start.onFailure == graph.steps.map(\.id) else {
            throw ReplayError(sequence: 0, reason: "the run belongs to the plan \(start.plan), not to \(graph.plan.hash)")
        }
        self.init(graph: graph, start: start)
        for (sequence, record) in records.enumerated().dropFirst() {
            if let reason = objection(to: record) { throw ReplayError(sequence: sequence, reason: reason) }
            fold(record)
        }
    }

    /// What is wrong with a record as things stand; nil when it can be folded.
    func objection(to record: RunRecord) -> String? {
        if case .runReopened(let record) = record { return objection(to: record) }
        guard result == nil else { return "the run has ended before" }
        switch record {
        case .runStarted: return "the run started before"
        case .stepSkipped(let record):
            return objection(to: record.step) { $0.phase == .pending ? nil : "`\(record.step)` is skipped after it began" }
        case .stepExpanded(let record):
            return objection(to: record.step) { $0.phase == .pending ? nil : "`\(record.step)` is expanded after it began" }
        case .stepFinished(let record):
            return objection(to: record.step) { $0.phase == .expanded ? nil : "`\(record.step)` has no items that could end" }
        case .attemptStarted(let record):
            return objection(to: record.key) { run in
                guard let run else { return isFirst(record.key) ? nil : "\(record.key) has no attempt before it" }
                guard case .waiting = run.phase, run.attempt + 1 == record.key.attempt else {
                    return "\(record.key) starts where no attempt was due"
                }
                return nil
            }
        case .attemptFinished(let record):
            if let route = record.route, let place = graph.places[record.key.step], !graph.routes[place].indices.contains(route) {
                return "`\(record.key.step)` has no provider \(route)"
            }
            return objection(to: record.key) { run in
                guard let run else { return isFirst(record.key) ? nil : "\(record.key) has no attempt before it" }
                if run.phase == .running, run.attempt == record.key.attempt { return nil }
                if case .waiting = run.phase, run.attempt + 1 == record.key.attempt { return nil }
                if case .snoozed = run.phase, run.attempt == record.key.attempt { return nil }
                return "\(record.key) ends, but was not running"
            }
        case .attemptResumed(let record):
            return objection(to: record.key) { run in
                guard let run, run.attempt == record.key.attempt else { return "\(record.key) is resumed, but did not start" }
                switch run.phase {
                case .running, .snoozed: return nil
                default: return "\(record.key) is resumed after it ended"
                }
            }
        case .attemptResolved(let record):
            return objection(to: record.key) { run in
                run?.phase == .held && run?.attempt == record.key.attempt ? nil : "\(record.key) is settled, but was not in doubt"
            }
        case .cancelRequested, .runFinished: return nil
        case .runAdmitted: return isAdmitted ? "the run was admitted before" : nil
        case .runReopened: return nil
        }
    }

    /// Whether the number is the first one since the step began.
    private func isFirst(_ key: AttemptKey) -> Bool { key.attempt == steps[graph.place(of: key.step)].attemptsBefore + 1 }

    private func objection(to record: RunReopened) -> String? {
        guard let expected = reopening(at: record.at) else { return "the run is reopened, but had not failed" }
        return expected == record ? nil : "the run is reopened in another way than it failed"
    }

    private func objection(to step: StepID, _ check: (StepState) -> String?) -> String? {
        guard let place = graph.places[step] else { return "the plan has no step `\(step)`" }
        return check(steps[place])
    }

    private func objection(to key: AttemptKey, _ check: (ItemRun?) -> String?) -> String? {
        objection(to: key.step) { state in
            if state.isFinished { return "\(key) comes after its step ended" }
            if let item = key.item {
                guard state.phase == .expanded, item >= 0, item < state.items.count, item <= state.runs.count else {
                    return "`\(key.step)` has no item \(item) to start"
                }
            } else if state.phase == .expanded {
                return "\(key) has no item"
            }
            return check(slot(key) < state.runs.count ? state.runs[slot(key)] : nil)
        }
    }

    /// An attempt that ends the process each time must not do so for ever.
    private static let mostInterruptions = 5

    /// The records by which a new process takes over a run whose attempts were going when the old one ended.
    ///
    /// A send may have been applied, so its outcome is unknown; anything else is simply run again.
    public func interruptions(at now: Timestamp) -> [RunRecord] {
        var records: [RunRecord] = []
        if !isCancelRequested {
            records = snoozed { _ in true }.map { .attemptResumed(AttemptResumed(key: $0, at: now)) }
        }
        for (place, state) in steps.enumerated() {
            for (slot, run) in state.runs.enumerated() where run.phase == .running {
                let step = graph.routes[place][run.route]
                let key = AttemptKey(step: step.id, item: state.phase == .expanded ? slot : nil, attempt: run.attempt)
                if step.effect == .send {
                    let reason = UnknownReason(.crash, message: "the process ended while the request may have been on its way")
                    records.append(.attemptFinished(finished(key, .unknown(reason), at: now)))
                } else if isCancelRequested {
                    let failure = NodeFailure(
                        code: "cancelled", class: .unavailable, message: "the process ended and the run was stopped")
                    records.append(.attemptFinished(AttemptFinished(key: key, outcome: .failed(failure), at: now)))
                } else if run.interruptions >= Self.mostInterruptions {
                    let failure = NodeFailure(
                        code: "crash", class: .unavailable,
                        message: "the process has ended \(run.interruptions + 1) times in the middle of this attempt")
                    records.append(.attemptFinished(finished(key, .failed(failure), at: now)))
                } else {
                    records.append(.attemptResumed(AttemptResumed(key: key, at: now)))
                }
            }
        }
        return records
    }

    /// The sends that a person has to settle, in the order of the plan.
    public var heldAttempts: [AttemptKey] {
        guard heldCount > 0 else { return [] }
        var keys: [AttemptKey] = []
        for (place, state) in steps.enumerated() {
            for (slot, run) in state.runs.enumerated() where run.phase == .held {
                keys.append(
                    AttemptKey(step: graph.steps[place].id, item: state.phase == .expanded ? slot : nil, attempt: run.attempt))
            }
        }
        return keys
    }
}

/// Why records are not the journal of a run of this plan.
public struct ReplayError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Of the record that does not fit, from 0.
    public let sequence: Int
    public let reason: String

    public var description: String { "record \(sequence): \(reason)" }
}
