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
        var backlog: ArraySlice<RunID> = []
        /// Commands for runs of the backlog.
        var commands: [RunID: [RunCommand]] = [:]
        /// Runs that cannot go on with this program; they are not tried again before a restart.
        var refused: Set<RunID> = []
        /// Runs that this process took in, also those that are just being written: nobody else can have them in hand.
        var own: Set<RunID> = []
        /// Runs that another process has in hand, as far as is known; they are looked at again after a while.
        var elsewhere: Set<RunID> = []
        /// Of those that this process took in, the ones of which the journal has nothing but this. They begin without reading it.
        var fresh: [RunID: RunStarted] = [:]
        /// Whether there may be queued runs for which other processes make room: some were seen.
        var mayBeQueued = false
        /// Whether waiting runs may be due or an alarm may have to be set: something has waited, woken or ended in the middle.
        var looksForDue = true
        /// When waiting runs were looked for last. Other processes write to the journal too, so that is done now and then.
        var lookedAt = Timestamp(microseconds: 0)
        var isStopping = false
        /// The time for which an alarm is set, and what waits for it.
        var alarm: (due: Timestamp, task: Task<Void, Never>)?
    }

    /// So many new runs are kept in memory; those beyond wait as rows like all others.
    private static let mostFresh = 4096

    private let state = Mutex(State())
    private let journal: any Journal
    private let recovery: RunRecovery
    private let limit: Int
    private let others: OtherProcesses?
    private let report: @Sendable (RunID, RecoveryError) -> Void
    private let pokes: AsyncStream<Void>
    private let poke: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - recovery: with a driver that gives waiting runs back (`longestWait`).
    ///   - limit: how many runs are in hand at the same time.
    ///   - others: nil where no other process works on the journal. A run that another one has in hand is left alone for a while; when
    ///     that process has ended, the run is gone on with here.
    ///   - report: is told of runs that could not go on.
    public init(
        journal: any Journal, recovery: RunRecovery, limit: Int = 256,
        others: OtherProcesses? = nil,
        report: @escaping @Sendable (RunID, RecoveryError) -> Void
    ) {
        self.journal = journal
        self.recovery = recovery
        self.limit = limit
        self.others = others
        self.report = report
        (pokes, poke) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many runs are in hand.
    public var countInHand: Int { state.withLock { $0.inHand.count } }

    /// Takes in new runs. When this returns, those that were accepted are on disk and will be carried to their ends, whatever
    /// happens to the process.
    public func accept(_ runs: [NewRun]) async throws(JournalError) -> [AcceptedRun] {
        let ids = runs.map(\.start.run)
        state.withLock { $0.own.formUnion(ids) }
        let accepted: [AcceptedRun]
        do throws(JournalError) {
            accepted = try await journal.accept(runs)
        } catch {
            state.withLock { $0.own.subtract(ids) }
            throw error
        }
        state.withLock { state in
            for (new, run) in zip(runs, accepted) {
                guard case .accepted(let id) = run.result else {
                    state.own.remove(new.start.run)
                    continue
                }
                if run.isQueued {
                    state.mayBeQueued = true
                    continue
                }
                state.backlog.append(id)
                // A run of a group has a second record.
                if new.start.groups.isEmpty, state.fresh.count < Self.mostFresh { state.fresh[id] = new.start }
            }
        }
        for run in accepted.flatMap(\.displaced) { send(.displace, to: run) }
        poke.yield()
        return accepted
    }

    /// Brings an event to the runs that wait for it. False: it was known.
    public func deliver(_ event: AwaitedEvent) async throws(JournalError) -> Bool {
        guard let waiting = try await journal.post(event) else { return false }
        arrive(event.key, at: waiting)
        return true
    }

    private func arrive(_ event: EventKey, at runs: [RunID]) {
        state.withLock { state in
            for run in runs { state.inHand[run]?.control.send(.arrived(event)) }
            state.looksForDue = true
        }
        poke.yield()
    }

    /// Asks something of a run, whether it is in hand or not. Without effect on a run that has ended.
    public func send(_ command: RunCommand, to run: RunID) {
        let isElsewhere = state.withLock { state in
            if let hand = state.inHand[run] {
                state.inHand[run]?.asked.append(command)
                hand.control.send(command)
                return state.elsewhere.contains(run)
            }
            state.commands[run, default: []].append(command)
            if !state.backlog.contains(run) { state.backlog.append(run) }
            return false
        }
        if isElsewhere { pass([command], of: run) }
        poke.yield()
    }

    /// Tells the process that has a run in hand what is asked of it, as far as it can be told.
    private func pass(_ commands: [RunCommand], of run: RunID) {
        if commands.contains(where: { $0 == .cancel || $0 == .displace }) { others?.cancel(run) }
    }

    /// Lets all runs go and makes `run` return. Sends that have begun are awaited for the driver's time of grace.
    public func stop() {
        state.withLock { state in
            state.isStopping = true
            for (_, hand) in state.inHand.sorted(by: { $0.key < $1.key }) { hand.control.send(.release) }
            state.alarm?.task.cancel()
        }
        poke.finish()
    }

    /// Carries runs until `stop` is called. Throws when the journal cannot be read at the start.
    public func run() async throws(JournalError) {
        let all = try await journal.openRuns()
        let open = all.filter { $0.status == .running }.map(\.id)
        state.withLock { state in
            let accepted = Set(state.backlog)
            state.backlog = open.filter { !accepted.contains($0) }[...] + state.backlog
            if all.contains(where: { $0.status == .queued }) { state.mayBeQueued = true }
        }
        await admitQueued()
        await makeRoom(for: all.filter { $0.status == .queued }.map(\.id))
        let watch = others?.runs.map { runs in recovery.driver.task { await self.watch(runs) } }
        await withDiscardingTaskGroup { group in
            await fill(&group)
            for await _ in pokes { await fill(&group) }
        }
        watch?.cancel()
    }

    /// Takes in hand what is next, as far as there is room, and sets the alarm for the rest.
    private func fill(_ group: inout DiscardingTaskGroup) async {
        for run in backlogThatGoes() { group.addTask { await self.carry(run) } }
        let now = recovery.driver.now(), clock = recovery.driver.clock
        let isAsked = state.withLock { state in
            let isLongAgo = now - state.lookedAt >= .seconds(1)
            guard !state.isStopping, state.looksForDue || isLongAgo, state.inHand.count < limit else { return false }
            state.looksForDue = false
            state.lookedAt = now
            return true
        }
        guard isAsked else { return }
        for run in await dueRuns() { group.addTask { await self.carry(run) } }
        guard let due = try? await journal.nextDue(after: now) else { return }
        state.withLock { state in
            guard !state.isStopping, due < state.alarm?.due ?? Timestamp(microseconds: .max) else { return }
            state.alarm?.task.cancel()
            let task = recovery.driver.task {
                guard (try? await clock.sleep(for: due - now)) != nil else { return }
                self.state.withLock { state in
                    if state.alarm?.due == due { state.alarm = nil }
                    state.looksForDue = true
                }
                self.poke.yield()
            }
            state.alarm = (due, task)
        }
    }

    /// Takes in hand what was accepted or asked for, as far as there is room.
    private func backlogThatGoes() -> [RunID] {
        state.withLock { state in
            guard !state.isStopping else { return [] }
            var taken: [RunID] = [], later: [RunID] = []
            while state.inHand.count < limit, let run = state.backlog.popFirst() {
                if state.refused.contains(run) { continue }
                if state.inHand[run] != nil {
                    later.append(run)
                } else {
                    state.inHand[run] = Hand()
                    taken.append(run)
                }
            }
            if !later.isEmpty { state.backlog = later[...] + state.backlog }
            return taken
        }
    }

    /// Takes in hand waiting runs whose time has come, as far as there is room.
    private func dueRuns() async -> [RunID] {
        let known = state.withLock { $0.inHand.count + $0.refused.count }
        guard let due = try? await journal.dueRuns(at: recovery.driver.now(), limit: limit + known) else {
            state.withLock { $0.looksForDue = true }
            return []
        }
        return state.withLock { state in
            var taken: [RunID] = []
            for run in due where state.inHand[run] == nil && !state.refused.contains(run) {
                guard !state.isStopping, state.inHand.count < limit else {
                    state.looksForDue = true
                    break
                }
                state.inHand[run] = Hand()
                taken.append(run)
            }
            // There may be more behind those that were asked for.
            if due.count >= limit + known { state.looksForDue = true }
            return taken
        }
    }

    /// Stays with one run until it has ended or waits.
    private func carry(_ run: RunID) async {
        guard
            let (hand, commands) = state.withLock({ state in
                state.inHand[run].map { ($0, state.commands.removeValue(forKey: run) ?? []) }
            })
        else { return }
        let start = state.withLock { $0.fresh.removeValue(forKey: run) }
        var release: @Sendable () -> Void = {}
        if state.withLock({ $0.own.remove(run) == nil }) {
            switch others?.claim(run) {
            case nil: break
            case .granted(let give): release = give
            case .refused:
                // What was asked before this is told now, what is asked after it at once.
                let asked = state.withLock { state in
                    state.elsewhere.insert(run)
                    return state.inHand[run]?.asked ?? []
                }
                pass(commands + asked, of: run)
                // Looked at again after a while: the other process may have ended.
                try? await recovery.driver.clock.sleep(for: .seconds(5))
                state.withLock { _ = $0.elsewhere.remove(run) }
                return comeBack(to: run, commands)
            }
        }
        defer { release() }
        var isOpen = true
        do throws(RecoveryError) {
            let snapshot =
                if let start {
                    try await recovery.begin(start, commands: commands, control: hand.control)
                } else {
                    try await recovery.resume(run, commands: commands, control: hand.control)
                }
            isOpen = !snapshot.status.isFinal
            if !isOpen { await follow(snapshot) }
        } catch {
            // A process may have ended between the lock of its run and the intake.
            if case .noSuchRun = error { return letGo(run, isOpen: false) }
            report(run, error)
            if case .journal(let cause) = error, cause.code == .full || cause.code == .busy || cause.code == .io {
                // The disk may come back.
                try? await recovery.driver.clock.sleep(for: .seconds(5))
                return comeBack(to: run, commands)
            }
            _ = state.withLock { $0.refused.insert(run) }
            isOpen = false
        }
        letGo(run, isOpen: isOpen)
    }

    /// What the end of a run sets going: queued runs of its groups, and a run that waits for it.
    private func follow(_ snapshot: RunSnapshot) async {
        if !snapshot.start.groups.isEmpty { await admitQueued() }
        if let parent = snapshot.start.trigger.parent { arrive(.end(of: snapshot.run), at: [parent]) }
    }

    private func admitQueued() async {
        guard let admitted = try? await journal.admitQueued(at: recovery.driver.now()) else { return }
        state.withLock { $0.backlog += admitted }
        poke.yield()
    }

    /// Looks at what other processes left behind, now and then: runs that nobody goes on with, and room in groups.
    private func watch(_ others: @Sendable () -> [RunID]) async {
        while (try? await recovery.driver.clock.sleep(for: .seconds(5))) != nil {
            let runs = others()
            let mayBeQueued = state.withLock { state in
                let known = Set(state.backlog)
                for run in runs where state.inHand[run] == nil && !known.contains(run) && !state.own.contains(run) {
                    if !state.refused.contains(run) { state.backlog.append(run) }
                }
                if !runs.isEmpty { state.mayBeQueued = true }
                return state.mayBeQueued
            }
            // Also takes in hand what was found. A daemon that has nothing to do sleeps on.
            if mayBeQueued { await admitQueued() }
        }
    }

    /// Lets a run go that could not be carried on just now. What was asked of it is asked again: nothing of it may be on disk.
    private func comeBack(to run: RunID, _ commands: [RunCommand]) {
        state.withLock { state in
            state.inHand[run]?.asked.insert(contentsOf: commands, at: 0)
            if state.inHand[run]?.asked.isEmpty != false { state.backlog.append(run) }
        }
        letGo(run, isOpen: true)
    }

    /// Cancels what queued runs displace: the process may have ended after it took them in and before it did that.
    private func makeRoom(for queued: [RunID]) async {
        var groups: [String: RunGroup] = [:]
        for run in queued {
            guard case .runStarted(let start)? = (try? await journal.records(of: run))?.first else { continue }
            for group in start.groups where group.onLimit == .cancelOldest { groups[group.key] = group }
        }
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
            for run in (try? await journal.oldestBeyondLimit(of: group)) ?? [] { send(.displace, to: run) }
        }
    }

    private func letGo(_ run: RunID, isOpen: Bool) {
        state.withLock { state in
            let asked = state.inHand.removeValue(forKey: run)?.asked ?? []
            if isOpen { state.looksForDue = true }
            guard isOpen, !asked.isEmpty else { return }
            state.commands[run, default: []] += asked
            state.backlog.append(run)
        }
        poke.yield()
    }
}
