import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// One life of a few runs, told by a seed: processes come and go, the line is bad, the journal fails; a person settles what is held.
struct History: Sendable {
    enum Bug: Sendable {
        /// The journal says that records are on disk before they are.
        case actsBeforeAppend
    }

    let seed: UInt64
    var bug: Bug?

    /// What came of a seed.
    struct Outcome: Equatable, Sendable {
        /// Promises that were broken.
        var violations: [String] = []
        var sends = 0
        var processes = 0
        var held = 0
        /// Everything that the journal holds in the end; the same for the same seed.
        var journal: [RunRecord] = []
    }

    private static let runCount = 2

    func play() throws -> Outcome {
        let simulation = Simulation()
        return try simulation.run { await live(simulation) }
    }

    private func live(_ simulation: Simulation) async -> Outcome {
        let world = SimulatedProvider(simulation, seed: seed)
        let disk = InMemoryJournal()
        let graph = PlanGraph(plan(world))
        let runs = (0..<Self.runCount).map { SampleRecords.id($0) }
        var outcome = Outcome()
        var commands: [RunID: [RunCommand]] = [:]
        for life in 0..<40 {
            outcome.processes += 1
            await process(life, world, disk, graph, runs, commands, simulation)
            commands = [:]
            try? await simulation.clock.sleep(for: .milliseconds(world.random(0...(world.random(0...9) == 0 ? 1_500_000 : 5000))))
            let open = (try? await disk.openRuns()) ?? []
            check(runs, await records(runs, disk), world, &outcome, isEnd: false)
            if open.isEmpty { break }
            guard life > 2, open.allSatisfy({ $0.status == .unknown }) else { continue }
            // Everything that was on its way has arrived by then, so the person knows.
            try? await simulation.clock.sleep(for: .seconds(3600))
            if world.random(0...3) == 0 { break }
            for run in open {
                let machine = try? RunStateMachine(graph: graph, replaying: await disk.records(of: run.id))
                let held = machine?.heldAttempts ?? []
                outcome.held += held.count
                commands[run.id] = held.map { key in
                    .resolve(key, sent: world.inbox.contains { $0.body == body(run.id, key) })
                }
            }
        }
        try? await simulation.clock.sleep(for: .seconds(3600))
        let records = await records(runs, disk)
        check(runs, records, world, &outcome, isEnd: true)
        outcome.sends = world.inbox.count
        outcome.journal = runs.flatMap { run in records[run] ?? [] }
        return outcome
    }

    /// One process: takes over what is open, until everything has ended or waits for a person, or it is killed.
    private func process(
        _ life: Int, _ world: SimulatedProvider, _ disk: InMemoryJournal, _ graph: PlanGraph, _ runs: [RunID],
        _ commands: [RunID: [RunCommand]], _ simulation: Simulation
    ) async {
        let process = SimulatedProcess()
        let journal = FaultyJournal(disk, faults: faults(life, world), onDeath: { process.kill() })
        process.onKill { journal.kill() }
        let clock = simulation.clock
        let driver = RunDriver(
            journal: journal, runner: SimulatedRunner(provider: world, process: process, clock: clock), clock: clock,
            now: { clock.wallTime }, options: .init(grace: .seconds(5), patience: world.random(0...1) == 0 ? [] : [.seconds(1)]),
            executor: simulation.executor)
        let open = life == 0 ? [] : ((try? await disk.openRuns()) ?? [])
        var records: [RunID: [RunRecord]] = [:]
        for run in open { records[run.id] = try? await disk.records(of: run.id) }
        let known = records
        let task = Task(executorPreference: simulation.executor) {
            await withTaskGroup(of: Void.self) { group in
                if life == 0 {
                    for run in runs {
                        group.addTask {
                            _ = try? await driver.start(graph, run: run, trigger: .manual, inputs: [:])
                        }
                    }
                }
                for run in open {
                    group.addTask {
                        _ = try? await driver.resume(graph, records: known[run.id] ?? [], commands: commands[run.id] ?? [])
                    }
                }
            }
        }
        process.adopt(task)
        await task.value
    }

    /// Later processes live longer, so that a history comes to its end.
    private func faults(_ life: Int, _ world: SimulatedProvider) -> [Int: FaultyJournal.Fault] {
        guard life < 8 else { return [:] }
        let place = world.random(0...12)
        if bug == .actsBeforeAppend { return [place: .lost, place + world.random(1...4): .crashBefore] }
        switch world.random(0...3) {
        case 0: return [place: .crashBefore]
        case 1: return [place: .crashAfter]
        case 2: return [place: .full, place + 3: .crashAfter]
        default: return [:]
        }
    }

    private func records(_ runs: [RunID], _ disk: InMemoryJournal) async -> [RunID: [RunRecord]] {
        var records: [RunID: [RunRecord]] = [:]
        for run in runs { records[run] = (try? await disk.records(of: run)) ?? [] }
        return records
    }
}
