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
            // What was asked and answered with no is in doubt no more.
            let isSettled = run.purpose == .query && record.outcome.isFailed
            return entry(
                record.key,
                Self.state(after: record, isDoubted: (run.doubt != nil && !isSettled) || record.outcome.isUnknown))
        default: return nil
        }
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

extension NodeOutcome {
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
    var isFailed: Bool { if case .failed = self { true } else { false } }
}
