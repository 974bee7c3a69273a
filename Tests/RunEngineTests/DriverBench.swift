import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// A driver in a world whose time only passes when everything waits.
struct DriverBench {
    let simulation = Simulation()
    let journal = InMemoryJournal()
    let runner: ScriptedRunner
    let observer = RecordList()

    init(computing: Set<NodeName> = [], _ script: @escaping @Sendable (NodeInvocation) -> ScriptedRunner.Answer) {
        runner = ScriptedRunner(simulation.clock, computing: computing, script)
    }

    func driver(_ journal: (any Journal)? = nil, _ options: RunDriver.Options = .init()) -> RunDriver {
        let clock = simulation.clock
        return RunDriver(
            journal: journal ?? self.journal, runner: runner, clock: clock, now: { clock.wallTime }, observer: observer,
            options: options, executor: simulation.executor)
    }

    var run: RunID { SampleRecords.id(1) }

    func start(_ plan: Plan, _ options: RunDriver.Options = .init(), control: RunControl? = nil) throws -> RunSnapshot {
        let driver = driver(nil, options), run = run
        return try simulation.run { () async -> Result<RunSnapshot, JournalError> in
            await Result { () async throws(JournalError) in
                try await driver.start(PlanGraph(plan), run: run, trigger: .manual, inputs: [:], control: control)
            }
        }.get()
    }

    func resume(_ plan: Plan, _ commands: [RunCommand] = [], _ options: RunDriver.Options = .init()) throws -> RunSnapshot {
        let driver = driver(nil, options), run = run, journal = journal
        return try simulation.run { () async -> Result<RunSnapshot, JournalError> in
            await Result { () async throws(JournalError) in
                try await driver.resume(PlanGraph(plan), records: journal.records(of: run), commands: commands)
            }
        }.get()
    }

    /// Seconds after the start and the record, a line each.
    var history: String {
        observer.records.map { "\(($0.at - SampleRecords.start).text) \($0.line)\n" }.joined()
    }
}

final class RecordList: RunObserver {
    private let list = Mutex<[RunRecord]>([])
    var records: [RunRecord] { list.withLock { $0 } }
    func observe(_ run: RunID, _ record: RunRecord) { list.withLock { $0.append(record) } }
}

extension Result where Success: Sendable, Failure: Error {
    init(_ body: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

extension DriverBench {
    func records() throws -> [RunRecord] {
        let journal = journal, run = run
        return try simulation.run { (try? await journal.records(of: run)) ?? [] }
    }
}
