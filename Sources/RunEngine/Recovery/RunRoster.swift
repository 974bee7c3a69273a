import Synchronization
import Values
import WorkflowModel

/// Carries all open runs of a journal: for a daemon, where runs come and go and most of them wait.
///
/// A run that waits is a row in the journal and nothing else; it is taken in hand when its time has come. What was open when an
/// earlier process ended is taken over at the start. Runs that a person has to settle are left alone until somebody does.
public final class RunRoster: Sendable {
    /// A run that a driver has in hand.
    private struct Hand {
        let control = RunControl()
        /// What was asked of it since. The driver may have ended just before; then it is asked again.
        var asked: [RunCommand] = []
    }

    /// What the lock guards.
    private struct State {
        var inHand: [RunID: Hand] = [:]
        /// Runs that go on as soon as there is room, in their order.
        var backlog: [RunID] = []
        /// Commands for runs of the backlog.
        var commands: [RunID: [RunCommand]] = [:]
        /// Runs that cannot go on with this program; they are not tried again before a restart.
        var refused: Set<RunID> = []
        var isStopping = false
        /// The time for which an alarm is set, and what waits for it.
        var alarm: (due: Timestamp, task: Task<Void, Never>)?
    }

    private let state = Mutex(State())
    private let journal: any Journal
    private let recovery: RunRecovery
    private let limit: Int
    private let report: @Sendable (RunID, RecoveryError) -> Void
    private let pokes: AsyncStream<Void>
    private let poke: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - recovery: with a driver that gives waiting runs back (`longestWait`).
    ///   - limit: how many runs are in hand at the same time.
    ///   - report: is told of runs that could not go on.
    public init(
        journal: any Journal, recovery: RunRecovery, limit: Int = 256, report: @escaping @Sendable (RunID, RecoveryError) -> Void
    ) {
        self.journal = journal
        self.recovery = recovery
        self.limit = limit
        self.report = report
        (pokes, poke) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many runs are in hand.
    public var countInHand: Int { state.withLock { $0.inHand.count } }

    /// Takes in a new run. When this returns, the run is on disk and will be carried to its end, whatever happens to the process.
    public func accept(
        _ plan: Plan, run: RunID, trigger: RunTrigger, inputs: ValueObject
    ) async throws(JournalError) {
        let start = RunStarted(run: run, of: plan, trigger: trigger, inputs: inputs, at: recovery.driver.now())
        try await journal.append([
            JournalEntry(
                run: run, firstSequence: 0, records: [.runStarted(start)], summary: RunSnapshot(start: start).summary,
                planSource: plan.source)
        ])
        state.withLock { $0.backlog.append(run) }
        poke.yield()
    }

    /// Asks something of a run, whether it is in hand or not. Without effect on a run that has ended.
    public func send(_ command: RunCommand, to run: RunID) {
        state.withLock { state in
            if let hand = state.inHand[run] {
                state.inHand[run]?.asked.append(command)
                return hand.control.send(command)
            }
            state.commands[run, default: []].append(command)
            if !state.backlog.contains(run) { state.backlog.append(run) }
        }
        poke.yield()
    }

    /// Lets all runs go and makes `run` return. Sends that have begun are awaited for the driver's time of grace.
    public func stop() {
        state.withLock { state in
            state.isStopping = true
            for hand in state.inHand.values { hand.control.send(.release) }
            state.alarm?.task.cancel()
        }
        poke.finish()
    }

    /// Carries runs until `stop` is called. Throws when the journal cannot be read at the start.
    public func run() async throws(JournalError) {
        let open = try await journal.openRuns().filter { $0.status == .running }.map(\.id)
        state.withLock { state in
            let accepted = Set(state.backlog)
            state.backlog.insert(contentsOf: open.filter { !accepted.contains($0) }, at: 0)
        }
        await withDiscardingTaskGroup { group in
            await fill(&group)
            for await _ in pokes { await fill(&group) }
        }
    }

    /// Takes in hand what is next, as far as there is room, and sets the alarm for the rest.
    private func fill(_ group: inout DiscardingTaskGroup) async {
        for run in await next() { group.addTask { await self.carry(run) } }
        let now = recovery.driver.now(), clock = recovery.driver.clock
        guard let due = try? await journal.nextDue(after: now) else { return }
        state.withLock { state in
            guard !state.isStopping, due < state.alarm?.due ?? Timestamp(microseconds: .max) else { return }
            state.alarm?.task.cancel()
            let task = Task(executorPreference: recovery.driver.executor) {
                guard (try? await clock.sleep(for: due - now)) != nil else { return }
                self.state.withLock { if $0.alarm?.due == due { $0.alarm = nil } }
                self.poke.yield()
            }
            state.alarm = (due, task)
        }
    }

    /// Runs that go on now: first what was accepted or asked for, then what is due.
    private func next() async -> [RunID] {
        var taken: [RunID] = []
        let known = state.withLock { state -> Int? in
            guard !state.isStopping else { return nil }
            var later: [RunID] = []
            for run in state.backlog where !state.refused.contains(run) {
                if state.inHand[run] != nil || state.inHand.count >= limit {
                    later.append(run)
                } else {
                    state.inHand[run] = Hand()
                    taken.append(run)
                }
            }
            state.backlog = later
            return state.inHand.count < limit ? state.inHand.count + state.refused.count : nil
        }
        guard let known, let due = try? await journal.dueRuns(at: recovery.driver.now(), limit: limit + known) else {
            return taken
        }
        state.withLock { state in
            for run in due where state.inHand[run] == nil && !state.refused.contains(run) && state.inHand.count < limit {
                guard !state.isStopping else { return }
                state.inHand[run] = Hand()
                taken.append(run)
            }
        }
        return taken
    }

    /// Stays with one run until it has ended or waits.
    private func carry(_ run: RunID) async {
        guard
            let (hand, commands) = state.withLock({ state in
                state.inHand[run].map { ($0, state.commands.removeValue(forKey: run) ?? []) }
            })
        else { return }
        var isOpen = true
        do throws(RecoveryError) {
            isOpen = try await !recovery.resume(run, commands: commands, control: hand.control).status.isFinal
        } catch {
            report(run, error)
            if case .journal(let cause) = error, cause.code == .full || cause.code == .busy || cause.code == .io {
                // The disk may come back.
                try? await recovery.driver.clock.sleep(for: .seconds(5))
                state.withLock { $0.backlog.append(run) }
            } else {
                _ = state.withLock { $0.refused.insert(run) }
                isOpen = false
            }
        }
        state.withLock { state in
            let asked = state.inHand.removeValue(forKey: run)?.asked ?? []
            guard isOpen, !asked.isEmpty else { return }
            state.commands[run, default: []] += asked
            state.backlog.append(run)
        }
        poke.yield()
    }
}
