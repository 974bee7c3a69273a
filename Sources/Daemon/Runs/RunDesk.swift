import Expressions
import RunEngine
import Synchronization
import Telemetry
import Values
import WorkflowModel

/// Makes runs of events: finds the plan, fills the inputs, names the groups, and gives the run to the roster.
final class RunDesk: RunIntake {
    private let shelf: WorkflowShelf
    private let journal: any Journal
    private let roster: RunRoster
    private let ids: RunIDGenerator
    private let now: @Sendable () -> Timestamp
    private let telemetry: RunTelemetry
    private let drain = Mutex(false)

    init(
        shelf: WorkflowShelf, journal: any Journal, roster: RunRoster, ids: RunIDGenerator,
        now: @escaping @Sendable () -> Timestamp, telemetry: RunTelemetry
    ) {
        self.shelf = shelf
        self.journal = journal
        self.roster = roster
        self.ids = ids
        self.now = now
        self.telemetry = telemetry
    }

    /// Takes in nothing any more.
    func startDraining() { drain.withLock { $0 = true } }

    var isDraining: Bool { drain.withLock { $0 } }

    func take(_ events: [TriggerEvent]) async throws(IntakeError) -> [IntakeResult] {
        guard !isDraining else { throw .draining }
        var runs: [NewRun] = []
        runs.reserveCapacity(events.count)
        for event in events { runs.append(try newRun(event)) }
        let results = try await accept(runs).map(\.result)
        for (event, result) in zip(events, results) {
            if case .accepted = result { telemetry.took(event, at: now()) }
        }
        return results
    }

    /// Starts a run by hand.
    func start(
        _ plan: Plan, trigger: RunTrigger, inputs: ValueObject, source: TriggerKey?, occurrence: Occurrence?
    ) async throws(IntakeError) -> IntakeResult {
        guard !isDraining else { throw .draining }
        let key = source ?? TriggerKey(plan.workflow, TriggerID("manual"))
        let groups = try groups(plan, key, .allow, trigger.data, inputs)
        let start = RunStarted(run: ids.next(at: now()), of: plan, trigger: trigger, inputs: inputs, groups: groups, at: now())
        let run = NewRun(start: start, planSource: plan.source, source: key, occurrence: occurrence)
        guard let result = try await accept([run]).first?.result else { preconditionFailure("each new run has a result") }
        return result
    }

    func cursor(of trigger: TriggerKey) async throws(IntakeError) -> Value? {
        let cursor = try await journaled { () async throws(JournalError) in try await journal.cursor(of: trigger) }
        return cursor == .some(.null) ? nil : cursor
    }

    func remember(_ cursor: Value, of trigger: TriggerKey) async throws(IntakeError) {
        try await journaled { () async throws(JournalError) in try await journal.remember(cursor, of: trigger) }
    }

    func deliver(_ event: AwaitedEvent) async throws(IntakeError) -> Bool {
        try await journaled { () async throws(JournalError) in try await roster.deliver(event) }
    }

    private func accept(_ runs: [NewRun]) async throws(IntakeError) -> [AcceptedRun] {
        try await journaled { () async throws(JournalError) in try await roster.accept(runs) }
    }

    private func journaled<Result>(_ body: () async throws(JournalError) -> Result) async throws(IntakeError) -> Result {
        do throws(JournalError) {
            return try await body()
        } catch {
            throw .journal(error)
        }
    }

    private func newRun(_ event: TriggerEvent) throws(IntakeError) -> NewRun {
        let key = event.source
        guard let plan = shelf.plan(key.workflow), let trigger = plan.triggers.first(where: { $0.id == key.trigger }) else {
            throw .noSuchTrigger(key)
        }
        var data = event.data.objectValue ?? [:]
        data.set("id", to: .string(key.trigger.rawValue))
        let inputs: ValueObject
        do {
            inputs = try plan.checkInputs(try plan.inputs(of: trigger, event: .object(data)))
        } catch let error as PlacedEvaluationError {
            throw .invalid(key, error.failure.message)
        } catch {
            throw .invalid(key, "\(error)")
        }
        let groups = try groups(plan, key, event.overlap, .object(data), inputs)
        let time = now()
        let start = RunStarted(
            run: ids.next(at: time), of: plan, trigger: RunTrigger(id: trigger.id, node: trigger.node, data: .object(data)),
            inputs: inputs, groups: groups, at: time)
        return NewRun(
            start: start, planSource: plan.source, source: key, occurrence: event.occurrence, cursor: event.cursor)
    }

    /// The groups of a run: that of its trigger where runs of it may not overlap, and that of the workflow's `concurrency`.
    private func groups(
        _ plan: Plan, _ key: TriggerKey, _ overlap: OverlapRule, _ data: Value, _ inputs: ValueObject
    ) throws(IntakeError) -> [RunGroup] {
        var groups: [RunGroup] = []
        switch overlap {
        case .allow: break
        case .skip: groups.append(RunGroup(key: "trigger \(key)", limit: 1, onLimit: .skip))
        case .queue: groups.append(RunGroup(key: "trigger \(key)", limit: 1, onLimit: .queue))
        }
        do throws(PlacedEvaluationError) {
            if let group = try plan.concurrencyGroup(trigger: data, inputs: inputs) { groups.append(group) }
        } catch {
            throw .invalid(key, "`concurrency.key`: \(error.failure.message)")
        }
        return groups
    }
}
