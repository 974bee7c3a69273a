import RunEngine
import Server
import Triggers
import Values
import WorkflowModel

/// What the API asks of a daemon.
struct DaemonOperations: RunOperations {
    let shelf: WorkflowShelf
    let journal: any Journal
    let roster: RunRoster
    let desk: RunDesk
    let cron: CronService
    let receipts: CommandReceipts

    func workflows() async -> [WorkflowListing] {
        var listings: [WorkflowListing] = []
        for entry in shelf.entries {
            // A file that was never valid has no name but its own.
            let name = entry.plan?.workflow ?? WorkflowName(entry.path)
            var next: [TriggerID: Timestamp] = [:]
            for (trigger, due) in await cron.upcoming(of: name) { next[trigger] = due }
            listings.append(
                WorkflowListing(name: name, path: entry.path, plan: entry.plan, diagnostics: entry.diagnostics, nextStarts: next))
        }
        return listings.sorted { $0.name < $1.name }
    }

    func start(
        _ workflow: WorkflowName, inputs: ValueObject, occurrence: Occurrence?
    ) async throws(OperationError) -> IntakeResult {
        guard let plan = shelf.plan(workflow) else { throw .noSuchWorkflow(workflow) }
        let trigger = RunTrigger(id: nil, node: nil, data: ["id": "manual"])
        do throws(IntakeError) {
            return try await desk.start(plan, trigger: trigger, inputs: inputs, source: nil, occurrence: occurrence)
        } catch {
            switch error {
            case .draining: throw .draining
            case .journal(let error): throw .journal(error)
            case .invalid(_, let reason): throw .notPossible(reason)
            case .noSuchTrigger: throw .noSuchWorkflow(workflow)
            }
        }
    }

    func cancel(_ run: RunID) async throws(OperationError) {
        try await ask(.cancel, of: run) { () async throws(OperationError) in
            let summary = try await summary(run)
            guard !summary.status.isFinal else {
                throw .notPossible("run `\(run)` has ended: \(summary.status.name.rawValue)")
            }
            return try await snapshot(run).isCancelRequested ? .isDone : .isNew
        }
    }

    func retry(_ run: RunID) async throws(OperationError) {
        try await ask(.retry, of: run) { () async throws(OperationError) in
            let summary = try await summary(run)
            switch summary.status {
            case .failed, .cancelled: return .isNew
            default: throw .notPossible("run `\(run)` has not failed: it is \(summary.status.name.rawValue)")
            }
        }
    }

    func resolve(_ run: RunID, step: StepID, item: Int?, sent: Bool) async throws(OperationError) {
        let snapshot = try await snapshot(run)
        guard snapshot.step(step) != nil else { throw .noSuchStep(run, step) }
        func held(_ snapshot: RunSnapshot) throws(OperationError) -> AttemptKey {
            guard let held = snapshot.heldSends.first(where: { $0.key.step == step && $0.key.item == item }) else {
                throw .notPossible("step `\(step)` of run `\(run)` has nothing to settle")
            }
            return held.key
        }
        let key = try held(snapshot)
        try await ask(.resolve(key, sent: sent), of: run) { () async throws(OperationError) in
            guard try held(try await self.snapshot(run)) == key else {
                throw .notPossible("step `\(step)` of run `\(run)` has gone on; look again with `ulak runs show \(run)`")
            }
            return .isNew
        }
    }

    /// Whether something that is asked of a run is still to be done.
    private enum Standing { case isNew, isDone }

    /// Asks something of a run and returns when it is on disk. The receipt is there before the look at the run, so that nothing that
    /// happens in between is missed.
    private func ask(
        _ command: RunCommand, of run: RunID, look: () async throws(OperationError) -> Standing
    ) async throws(OperationError) {
        let receipt = receipts.open(command, run)
        defer { receipts.close(receipt) }
        guard try await look() == .isNew else { return }
        roster.send(command, to: run)
        switch await receipts.result(of: receipt) {
        case .committed: return
        case .ended: throw .notPossible("run `\(run)` has ended in the meantime")
        case .refused(let reason): throw .notPossible("run `\(run)` cannot go on: \(reason)")
        case .late:
            // Another process may have the run in hand, and have done it.
            if command == .cancel, try await snapshot(run).isCancelRequested { return }
            throw .notPossible("run `\(run)` has not taken it in yet; look again with `ulak runs show \(run)`")
        }
    }

    private func snapshot(_ run: RunID) async throws(OperationError) -> RunSnapshot {
        let records = try await reading { () async throws(JournalError) in try await journal.records(of: run) }
        guard let snapshot = RunSnapshot(records: records) else { throw .noSuchRun(run) }
        return snapshot
    }

    func obstacles() async -> [String] { desk.isDraining ? ["the daemon is being stopped"] : [] }

    private func summary(_ run: RunID) async throws(OperationError) -> RunSummary {
        let found = try await reading { () async throws(JournalError) in try await journal.summary(of: run) }
        guard let found else { throw .noSuchRun(run) }
        return found
    }

    private func reading<Result>(_ body: () async throws(JournalError) -> Result) async throws(OperationError) -> Result {
        do throws(JournalError) {
            return try await body()
        } catch {
            throw .journal(error)
        }
    }
}
