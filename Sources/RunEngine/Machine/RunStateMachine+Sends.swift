import WorkflowModel

extension RunStateMachine {
    /// How the ledger stands for the send that a record is about; nil for records that are about none. To be asked before the
    /// record is folded.
    func send(after record: RunRecord) -> SendEntry? {
        switch record {
        case .attemptStarted(let record): return entry(record.key, Self.state(during: record.purpose), startedAt: record.at)
        case .attemptResumed(let record):
            return entry(record.key, Self.state(during: run(of: record.key)?.purpose ?? .work))
        case .attemptResolved(let record): return entry(record.key, record.sent ? .sent : .notSent)
        case .attemptFinished(let record):
            guard let run = run(of: record.key) else { return nil }
            let isDoubted = run.doubt != nil && !run.isSettled(by: record.outcome)
            return entry(record.key, Self.state(after: record, isDoubted: isDoubted || record.outcome.isUnknown))
        default: return nil
        }
    }

    /// How the ledger stands for every send that a record is about.
    func sends(after record: RunRecord) -> [SendEntry] {
        guard case .runReopened(let record) = record else { return send(after: record).map { [$0] } ?? [] }
        return record.held.compactMap { entry($0, .held) }
    }

    /// How the ledger stands behind all records of a run, each send once.
    public static func sends(graph: PlanGraph, replaying records: [RunRecord]) throws(ReplayError) -> [SendEntry] {
        var machine = try RunStateMachine(graph: graph, replaying: Array(records.prefix(1)))
        var sends: [SendEntry] = []
        for (sequence, record) in records.enumerated().dropFirst() {
            if let reason = machine.objection(to: record) { throw ReplayError(sequence: sequence, reason: reason) }
            sends.note(machine.sends(after: record))
            machine.fold(record)
        }
        return sends
    }

    private func entry(_ key: AttemptKey, _ state: SendEntry.State, startedAt: Timestamp? = nil) -> SendEntry? {
        let step = graph.steps[graph.place(of: key.step)]
        guard step.effect == .send, let startedAt = startedAt ?? run(of: key)?.attemptStartedAt else { return nil }
        return SendEntry(key: key, node: step.node, startedAt: startedAt, state: state)
    }

    /// While the other side is asked, nothing is on its way.
    private static func state(during purpose: AttemptPurpose) -> SendEntry.State { purpose == .query ? .unknown : .sending }

    private static func state(after record: AttemptFinished, isDoubted: Bool) -> SendEntry.State {
        switch record.consequence {
        case .held: .held
        case .succeeded: .sent
        case .retry, .snoozed: isDoubted ? .unknown : .notSent
        case .failed: isDoubted ? .unsettled : .notSent
        }
    }
}

extension [SendEntry] {
    /// Takes in how sends stand now; what was known of the same ones before is gone.
    mutating func note(_ entries: [SendEntry]) {
        for entry in entries {
            removeAll { $0.key.step == entry.key.step && $0.key.item == entry.key.item }
            append(entry)
        }
    }
}

extension NodeOutcome {
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
