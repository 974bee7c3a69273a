import WorkflowModel

/// Takes over runs from the journal: those whose process has ended, those that wait, and those that a person has settled.
///
/// A run stays with the plan that it started with: the plan is made again from the texts in the journal, not from today's files.
public struct RunRecovery: Sendable {
    let journal: any JournalReading
    let driver: RunDriver
    let compile: @Sendable (PlanSource) async throws -> Plan
    private let graphs = GraphCache()

    /// - Parameters:
    ///   - driver: appends to the same journal.
    ///   - compile: makes the plan again; throws when the texts no longer compile, for instance because a node was removed.
    public init(
        journal: any JournalReading, driver: RunDriver, compile: @escaping @Sendable (PlanSource) async throws -> Plan
    ) {
        self.journal = journal
        self.driver = driver
        self.compile = compile
    }

    /// Goes on with one run until it has ended, is held or is given back; an ended one is left as it is.
    ///
    /// When another process has the run in hand after all, one of the two is refused by the journal before it does anything.
    public func resume(
        _ run: RunID, commands: [RunCommand] = [], control: RunControl? = nil
    ) async throws(RecoveryError) -> RunSnapshot {
        let records = try await reading { () async throws(JournalError) in try await journal.records(of: run) }
        guard let snapshot = RunSnapshot(records: records) else { throw .noSuchRun(run) }
        if snapshot.status.isFinal, !commands.contains(.retry) { return snapshot }
        let graph = try await graph(for: snapshot.start)
        return try await reading { () async throws(JournalError) in
            try await driver.resume(graph, records: records, commands: commands, control: control)
        }
    }

    /// Begins with a run that this process has just taken in, and of which the journal has nothing but its start.
    func begin(_ start: RunStarted, commands: [RunCommand], control: RunControl?) async throws(RecoveryError) -> RunSnapshot {
        let graph = try await graph(for: start)
        return try await reading { () async throws(JournalError) in
            try await driver.resume(graph, records: [.runStarted(start)], commands: commands, control: control)
        }
    }

    private func reading<Result>(_ body: () async throws(JournalError) -> Result) async throws(RecoveryError) -> Result {
        do throws(JournalError) {
            return try await body()
        } catch {
            throw .journal(error)
        }
    }

    /// The run's plan, which keeps the hash under which the journal knows it.
    ///
    /// A newer program may bring newer manifests, and with them another hash; what counts is that the steps are the same.
    private func graph(for start: RunStarted) async throws(RecoveryError) -> PlanGraph {
        let graph = try await graph(start.plan, for: start.run)
        guard graph.plan.steps.lazy.map(\.id).elementsEqual(start.steps),
            graph.plan.onFailure.lazy.map(\.id).elementsEqual(start.onFailure)
        else {
            throw .doesNotCompile(start.run, graph.plan.source.path, "its steps are others than those the run started with")
        }
        return graph
    }

    private func graph(_ hash: PlanHash, for run: RunID) async throws(RecoveryError) -> PlanGraph {
        if let graph = graphs[hash] { return graph }
        let source = try await reading { () async throws(JournalError) in try await journal.planSource(hash) }
        guard let source else { throw .noPlan(run, hash) }
        let plan: Plan
        do {
            plan = try await compile(source)
        } catch {
            throw .doesNotCompile(run, source.path, "\(error)")
        }
        let graph = PlanGraph(plan.pinned(to: hash))
        graphs.keep(graph)
        return graph
    }
}

/// Why a run could not be taken over.
public enum RecoveryError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchRun(RunID)
    case noPlan(RunID, PlanHash)
    case doesNotCompile(RunID, String, String)
    case journal(JournalError)

    public var description: String {
        switch self {
        case .noSuchRun(let run): "there is no run `\(run)`"
        case .noPlan(let run, let hash): "the journal has no plan \(hash), with which run `\(run)` started"
        case .doesNotCompile(let run, let path, let reason):
            "run `\(run)` cannot go on: `\(path)`, as it was when the run started, does not compile any more: \(reason)"
        case .journal(let error): error.message
        }
    }
}

extension Plan {
    /// The same plan under another hash.
    func pinned(to hash: PlanHash) -> Plan {
        Plan(
            workflow: workflow, description: description, hash: hash, source: source, inputs: inputs, vars: vars,
            triggers: triggers,
            steps: steps, onFailure: onFailure, expires: expires, concurrency: concurrency)
    }
}
