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
    let clock: any Clock<Duration>
    let sendLedger: @Sendable (Server.SendQuery) async throws(JournalError) -> [SendListing]

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
        let summary = try await summary(run)
        guard !summary.status.isFinal else {
            throw .notPossible("run `\(run)` has ended: \(summary.status.name.rawValue)")
        }
        roster.send(.cancel, to: run)
        try await settle(run) { $0.isCancelRequested || $0.status.isFinal }
    }

    func retry(_ run: RunID) async throws(OperationError) {
        let summary = try await summary(run)
        switch summary.status {
        case .failed, .cancelled:
            roster.send(.retry, to: run)
            try await settle(run) { $0.updatedAt > summary.updatedAt || !$0.status.isFinal }
        default: throw .notPossible("run `\(run)` has not failed: it is \(summary.status.name.rawValue)")
        }
    }

    func resolve(_ run: RunID, step: StepID, item: Int?, sent: Bool) async throws(OperationError) {
        _ = try await summary(run)
        let records = try await reading { () async throws(JournalError) in try await journal.records(of: run) }
        guard let snapshot = RunSnapshot(records: records) else { throw .noSuchRun(run) }
        guard snapshot.step(step) != nil else { throw .noSuchStep(run, step) }
        guard let held = snapshot.heldSends.first(where: { $0.key.step == step && $0.key.item == item }) else {
            throw .notPossible("step `\(step)` of run `\(run)` has nothing to settle")
        }
        roster.send(.resolve(held.key, sent: sent), to: run)
        try await settle(run) { !$0.heldSends.contains(held) }
    }

    /// Waits until what was asked of a run is on disk.
    private func settle(_ run: RunID, _ isDone: (RunSnapshot) -> Bool) async throws(OperationError) {
        var pause = Duration.milliseconds(2)
        while pause < Self.patience {
            let records = try await reading { () async throws(JournalError) in try await journal.records(of: run) }
            if let snapshot = RunSnapshot(records: records), isDone(snapshot) { return }
            try? await clock.sleep(for: pause)
            pause *= 2
        }
        throw .notPossible("run `\(run)` has not taken it in yet; look again with `ulak runs show \(run)`")
    }

    private static let patience = Duration.seconds(5)

    func sends(_ query: Server.SendQuery) async throws(OperationError) -> [SendListing] {
        try await reading { () async throws(JournalError) in try await sendLedger(query) }
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
