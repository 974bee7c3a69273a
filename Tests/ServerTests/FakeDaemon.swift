import NodeCatalog
import RunEngine
import Server
import Synchronization
import Telemetry
import TestKit
import Values
import WorkflowLanguage
import WorkflowModel

/// Everything that a server works with, in memory. The mutexes guard what tests look at.
final class FakeDaemon: RunIntake, RunOperations, CredentialSource {
    struct State {
        var events: [TriggerEvent] = []
        var delivered: [AwaitedEvent] = []
        var started: [(workflow: WorkflowName, inputs: ValueObject)] = []
        var asked: [String] = []
        var occurrences: [String: RunID] = [:]
        var failure: IntakeError?
        var refusal: OperationError?
        var obstacles: [String] = []
        var plans: [Plan] = []
        var broken: [WorkflowListing] = []
        var credentials: [String: [String: String]] = [
            "shop": ["key": "first-key", "key_next": "second-key"], "desk": ["username": "shop", "password": "p:ss wörd"],
            "reports": ["secret": "a-long-random-secret-text"],
        ]
        var nextRun = 0
    }

    let state = Mutex(State())
    let journal = InMemoryJournal()
    let feed = RunFeed()
    let metrics = MetricRegistry()
    let clock = ManualClock()

    var events: [TriggerEvent] { state.withLock { $0.events } }
    var delivered: [AwaitedEvent] { state.withLock { $0.delivered } }

    private static func nextRun(_ state: inout State) -> RunID {
        state.nextRun += 1
        return RunID("run-\(state.nextRun)")
    }

    // MARK: RunIntake

    func take(_ events: [TriggerEvent]) async throws(IntakeError) -> [IntakeResult] {
        let result: Result<[IntakeResult], IntakeError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            return .success(
                events.map { event in
                    let key = event.occurrence.map { "\(event.source) \($0.key)" }
                    if let key, let first = state.occurrences[key] { return .duplicate(of: first) }
                    let run = Self.nextRun(&state)
                    if let key { state.occurrences[key] = run }
                    state.events.append(event)
                    return .accepted(run)
                })
        }
        return try result.get()
    }

    func cursor(of trigger: TriggerKey) async throws(IntakeError) -> Value? { nil }
    func remember(_ cursor: Value, of trigger: TriggerKey) async throws(IntakeError) {}

    func deliver(_ event: AwaitedEvent) async throws(IntakeError) -> Bool {
        let result: Result<Bool, IntakeError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            if state.delivered.contains(where: { $0.key == event.key && $0.id == event.id }) { return .success(false) }
            state.delivered.append(event)
            return .success(true)
        }
        return try result.get()
    }

    // MARK: CredentialSource

    func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        state.withLock { $0.credentials[name.rawValue] }.map { Credential(name: name, fields: $0.mapValues { Secret($0) }) }
    }

    // MARK: RunOperations

    func workflows() async -> [WorkflowListing] {
        state.withLock { state in
            state.plans.map { WorkflowListing(name: $0.workflow, path: $0.source.path, plan: $0) } + state.broken
        }
    }

    func start(
        _ workflow: WorkflowName, inputs: ValueObject, occurrence: Occurrence?
    ) async throws(OperationError) -> IntakeResult {
        state.withLock { state in
            if let occurrence, let first = state.occurrences[occurrence.key] { return .duplicate(of: first) }
            let run = Self.nextRun(&state)
            if let occurrence { state.occurrences[occurrence.key] = run }
            state.started.append((workflow, inputs))
            return .accepted(run)
        }
    }

    private func ask(_ text: String) throws(OperationError) {
        let refusal = state.withLock { state in
            state.asked.append(text)
            return state.refusal
        }
        if let refusal { throw refusal }
    }

    func cancel(_ run: RunID) async throws(OperationError) { try ask("cancel \(run)") }
    func retry(_ run: RunID) async throws(OperationError) { try ask("retry \(run)") }
    func resolve(_ run: RunID, step: StepID, item: Int?, sent: Bool) async throws(OperationError) {
        try ask("resolve \(run) \(step) \(item.map(String.init) ?? "-") \(sent)")
    }

    func obstacles() async -> [String] { state.withLock { $0.obstacles } }
}

extension FakeDaemon {
    /// Compiles workflows as `ulak serve` would.
    static func plans(_ texts: [String]) throws -> [Plan] {
        try texts.enumerated().map { index, text in
            let (plan, diagnostics) = WorkflowCompiler(catalog: .embedded).compile(text, path: "workflows/\(index).yaml")
            guard let plan else { throw Broken(text: "\(diagnostics.map { "\($0.code): \($0.message)" })") }
            return plan
        }
    }

    struct Broken: Error {
        let text: String
    }

    /// Brings records into the journal and tells the feed, as a driver does.
    func append(_ records: [RunRecord], to run: RunID) async throws {
        let earlier = try await journal.records(of: run)
        guard let snapshot = RunSnapshot(records: earlier + records) else { return }
        try await journal.append([
            JournalEntry(run: run, firstSequence: earlier.count, records: records, summary: snapshot.summary)
        ])
        for record in records { feed.observe(run, record) }
    }
}
