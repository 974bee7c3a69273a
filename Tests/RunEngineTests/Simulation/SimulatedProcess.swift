import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// A process of the daemon that can be killed: from then on nothing of it reaches the disk or the line.
final class SimulatedProcess: Sendable {
    private struct State {
        var isDead = false
        var task: Task<Void, Never>?
        /// Runs that somebody of this process has in hand without the roster.
        var claimed: Set<RunID> = []
    }

    private final class Parts: Sendable {
        let journal: FaultyJournal
        let driver: RunDriver
        let roster: RunRoster

        init(journal: FaultyJournal, driver: RunDriver, roster: RunRoster) {
            self.journal = journal
            self.driver = driver
            self.roster = roster
        }
    }

    private let state = Mutex(State())
    private let parts = Mutex<Parts?>(nil)

    /// Nobody kills it; it stays until everything has ended.
    let isLast: Bool

    init(
        _ world: SimulatedWorld, _ provider: SimulatedProvider, _ disk: any SimulatedDisk, _ graph: PlanGraph, isLast: Bool,
        faults: @escaping @Sendable (Int, FaultyJournal.Write) -> FaultyJournal.Fault?
    ) {
        self.isLast = isLast
        let journal = FaultyJournal(
            disk.journal, onDeath: { [weak self] in self?.kill() },
            onTear: { write in await disk.tear(write, at: world.random(0...999)) }, fault: faults)
        let clock = world.clock
        let patience: [Duration] = world.chance(50) ? [] : [.seconds(1)]
        func driver(_ longestWait: Duration?) -> RunDriver {
            RunDriver(
                journal: journal,
                runner: SimulatedRunner(world: world, provider: provider, process: self, journal: disk.journal), clock: clock,
                now: { clock.wallTime }, options: .init(grace: .seconds(5), longestWait: longestWait, patience: patience),
                executor: world.simulation.executor)
        }
        let recovery = RunRecovery(journal: journal, driver: driver(.seconds(5))) { _ in graph.plan }
        let roster = RunRoster(
            journal: journal, recovery: recovery, limit: 16,
            others: OtherProcesses(claim: { [weak self] run in
                guard let self, !self.state.withLock({ $0.claimed.contains(run) }) else { return .refused }
                return .granted(release: {})
            }), report: { _, _ in })
        parts.withLock { $0 = Parts(journal: journal, driver: driver(nil), roster: roster) }
    }

    private var own: Parts {
        guard let parts = parts.withLock({ $0 }) else { preconditionFailure("a process has its parts from the beginning") }
        return parts
    }

    var roster: RunRoster { own.roster }
    var isDead: Bool { state.withLock { $0.isDead } }

    /// Carries runs until it is stopped or killed, and with them one that a person starts by hand.
    func live(byHand: RunID?, _ graph: PlanGraph, _ executor: StepExecutor) async {
        let task = Task(executorPreference: executor) { [self] in
            if let byHand { state.withLock { _ = $0.claimed.insert(byHand) } }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await self.roster.run() }
                guard let byHand else { return }
                group.addTask {
                    _ = try? await self.own.driver.start(
                        graph, run: byHand, trigger: History.trigger(of: nil), inputs: [:])
                    self.state.withLock { _ = $0.claimed.remove(byHand) }
                }
            }
        }
        let isDead = state.withLock { state in
            state.task = task
            return state.isDead
        }
        if isDead { task.cancel() }
        await task.value
    }

    /// Lets its runs go and ends.
    func stop() { roster.stop() }

    func kill() {
        let task = state.withLock { state in
            state.isDead = true
            return state.task
        }
        own.journal.kill()
        task?.cancel()
    }
}
