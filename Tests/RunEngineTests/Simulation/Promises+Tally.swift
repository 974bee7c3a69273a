import Values
import WorkflowModel

@testable import RunEngine

extension Promises {
    /// What has really happened in the history, read from its records.
    func tally() -> Tally {
        var tally = world.tally
        tally.add("sent", inbox.count)
        for (snapshot, (_, records)) in zip(snapshots, records) {
            var flying: Set<AttemptKey> = [], wasCancelled = false
            for record in records {
                switch record {
                case .attemptStarted(let record):
                    if graph.plan.step(record.key.step)?.effect == .send { flying.insert(record.key) }
                    if record.purpose == .resend { tally.add("resent") }
                    if record.through?.place == 1 { tally.add("failed over") }
                    if record.key.item != nil { tally.add("item") }
                case .attemptFinished(let record):
                    flying.remove(record.key)
                    note(record, &tally)
                case .attemptResolved(let record): tally.add(record.sent ? "resolved as sent" : "resolved as not sent")
                case .cancelRequested:
                    wasCancelled = true
                    tally.add(flying.isEmpty ? "cancelled" : "cancelled with a send in the air")
                case .runReopened(let record):
                    tally.add(wasCancelled ? "reopened after a cancel" : "reopened after a failure")
                    if !record.held.isEmpty { tally.add("reopened with a send in doubt") }
                    wasCancelled = false
                case .runFinished(let record): if case .failed = record.result { tally.add("failed") }
                default: break
                }
            }
            noteGroup(records, &tally)
            noteEvent(snapshot, &tally)
            if snapshot.status == .unknown { tally.add("left to a person") }
        }
        return tally
    }

    private func note(_ record: AttemptFinished, _ tally: inout Tally) {
        if record.isHeld { tally.add("held") }
        switch record.outcome {
        case .unknown(let reason):
            if reason.kind == .crash { tally.add("interrupted send") }
            if !record.isHeld, record.retryAt == nil { tally.add("unknown taken for failed") }
        case .failed(let failure):
            if failure.code == "expired" { tally.add("expired") }
            if failure.code == "451" { tally.add("duplicate of an unknown") }
        case .snoozed(_, let event): if event != nil { tally.add("waited for an event") }
        case .succeeded: break
        }
    }

    private func noteGroup(_ records: [RunRecord], _ tally: inout Tally) {
        guard case .runStarted(let start)? = records.first, let group = start.groups.first else { return }
        for case .runAdmitted(let record) in records {
            tally.add(record.at == start.at ? "group: admitted at once" : "group: admitted later")
        }
        let isAdmitted = records.contains { if case .runAdmitted = $0 { true } else { false } }
        if !isAdmitted { tally.add("group: ended while queued") }
        tally.add("group: \(group.onLimit.rawValue)")
    }

    private func noteEvent(_ snapshot: RunSnapshot, _ tally: inout Tally) {
        guard let step = snapshot.step(StepID("report")), step.status == .succeeded, let start = step.startedAt else { return }
        guard step.output["arrived"] == true else { return tally.add("event: too late or never") }
        guard let delivered = world.deliveredAt(snapshot.run) else { return }
        tally.add(delivered < start ? "event: before the wait" : "event: while waited for")
    }
}
