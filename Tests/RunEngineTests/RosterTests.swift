import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct RosterTests {
    private static let plan = Plan.of([.of("wait"), .of("send", needs: ["wait"], effect: .send)])

    /// Waits an hour for each number in the run's id, then sends.
    private static func bench() -> DriverBench {
        DriverBench { call in
            let until = call.firstStartedAt + .seconds(3600)
            if call.step == StepID("wait") { return .now(call.now < until ? .snoozed(until: until) : .done) }
            return .after(.seconds(2), .done, ifCancelled: .lost)
        }
    }

    private static func roster(
        _ bench: DriverBench, _ journal: (any Journal)? = nil, limit: Int = 256,
        report: @escaping @Sendable (RunID, RecoveryError) -> Void = { _, _ in }
    ) -> RunRoster {
        let journal = journal ?? bench.journal
        let driver = bench.driver(journal, .init(longestWait: .seconds(60), patience: []))
        let recovery = RunRecovery(journal: journal, driver: driver) { _ in plan }
        return RunRoster(
            journal: journal, recovery: recovery, limit: limit, report: report)
    }

    private static func new(_ plan: Plan, _ run: RunID, at time: Timestamp, groups: [RunGroup] = []) -> NewRun {
        NewRun(
            start: RunStarted(run: run, of: plan, trigger: .manual, inputs: [:], groups: groups, at: time),
            planSource: plan.source)
    }

    private static func statuses(_ bench: DriverBench) async -> [RunStatus.Name] {
        ((try? await bench.journal.runs(RunQuery(limit: 1000))) ?? []).map(\.status.name)
    }

    @Test func `runs that wait are not in hand, and go on when their time has come`() throws {
        let bench = Self.bench()
        let roster = Self.roster(bench), clock = bench.simulation.clock
        let seen = try bench.simulation.run { () async -> [Int] in
            async let running: Void? = try? roster.run()
            var counts: [Int] = []
            for number in 0..<100 {
                _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime)])
            }
            try? await clock.sleep(for: .seconds(60))
            counts.append(roster.countInHand)
            try? await clock.sleep(for: .seconds(3541))
            counts.append(roster.countInHand)
            try? await clock.sleep(for: .seconds(60))
            counts.append(roster.countInHand)
            roster.stop()
            await running
            return counts
        }
        #expect(seen == [0, 100, 0])
        let names = try bench.simulation.run { await Self.statuses(bench) }
        #expect(names == Array(repeating: .succeeded, count: 100))
        #expect(clock.sleeperCount == 0)
    }

    @Test func `no more runs are in hand than allowed, and all of them end`() throws {
        let bench = Self.bench()
        let roster = Self.roster(bench, limit: 3), clock = bench.simulation.clock
        let most = Mutex(0)
        try bench.simulation.run {
            async let running: Void? = try? roster.run()
            for number in 0..<20 {
                _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime)])
            }
            for _ in 0..<8000 {
                try? await clock.sleep(for: .milliseconds(500))
                let count = roster.countInHand
                most.withLock { $0 = max($0, count) }
            }
            roster.stop()
            await running
        }
        #expect(most.withLock { $0 } == 3)
        let names = try bench.simulation.run { await Self.statuses(bench) }
        #expect(names == Array(repeating: .succeeded, count: 20))
    }

    @Test func `what was open is taken over by the next process, and nothing is sent twice`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        for moment in [30, 3601, 3700] {
            let roster = Self.roster(bench)
            try bench.simulation.run {
                async let running: Void? = try? roster.run()
                if moment == 30 {
                    for number in 0..<10 {
                        _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime)])
                    }
                }
                let until = SampleRecords.start + .seconds(Int64(moment))
                try? await clock.sleep(for: until - clock.wallTime)
                roster.stop()
                await running
            }
            #expect(roster.countInHand == 0)
        }
        let names = try bench.simulation.run { await Self.statuses(bench) }
        #expect(names == Array(repeating: .succeeded, count: 10))
        #expect(bench.runner.invocations.filter { $0.step == StepID("send") }.count == 10)
    }

    @Test func `a command reaches a run that waits, one in hand and one that is held`() throws {
        let bench = DriverBench { call in
            call.step == StepID("wait") ? .after(.seconds(10), .done, ifCancelled: .done) : .now(.lost)
        }
        let roster = Self.roster(bench), clock = bench.simulation.clock
        try bench.simulation.run {
            async let running: Void? = try? roster.run()
            for number in 0..<2 {
                _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime)])
            }
            try? await clock.sleep(for: .seconds(5))
            roster.send(.cancel, to: SampleRecords.id(0))
            try? await clock.sleep(for: .seconds(20))
            roster.send(.resolve(AttemptKey(step: StepID("send"), attempt: 1), sent: true), to: SampleRecords.id(1))
            try? await clock.sleep(for: .seconds(5))
            roster.stop()
            await running
        }
        let names = try bench.simulation.run { await Self.statuses(bench) }
        #expect(names == [.succeeded, .cancelled])
    }

    @Test func `a run that cannot be carried on does not hold up the others`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        let other = Plan.of([.of("gone")], hash: "of a workflow that is gone")
        let reports = Mutex<[String]>([])
        let roster = Self.roster(bench) { run, error in reports.withLock { $0.append("\(error)") } }
        try bench.simulation.run {
            async let running: Void? = try? roster.run()
            _ = try? await roster.accept([Self.new(other, SampleRecords.id(0), at: clock.wallTime)])
            _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(1), at: clock.wallTime)])
            try? await clock.sleep(for: .seconds(4000))
            roster.stop()
            await running
        }
        let names = try bench.simulation.run { await Self.statuses(bench) }
        #expect(names == [.succeeded, .running])
        #expect(
            reports.withLock { $0 } == [
                """
                run `\(SampleRecords.id(0))` cannot go on: `orders.yaml`, as it was when the run started, does not compile any more: \
                its steps are others than those the run started with
                """
            ])
    }

    @Test func `a disk that was full for a while loses no accepted run`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        let journal = FaultyJournal(bench.journal, faults: [1: .full, 3: .full, 4: .full, 6: .full])
        let roster = Self.roster(bench, journal)
        try bench.simulation.run {
            async let running: Void? = try? roster.run()
            _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(0), at: clock.wallTime)])
            try? await clock.sleep(for: .seconds(4000))
            roster.stop()
            await running
        }
        let names = try bench.simulation.run { await Self.statuses(bench) }
        #expect(names == [.succeeded])
    }

    @Test func `a run with an event goes on at once, whether it is in hand or a row`() throws {
        let event = EventKey(name: "x.report", key: "7")
        let journal = InMemoryJournal(), simulation = Simulation(), clock = simulation.clock
        let driver = RunDriver(
            journal: journal, runner: EventRunner(journal: journal, event: event), clock: clock, now: { clock.wallTime },
            options: .init(longestWait: .seconds(60)), executor: simulation.executor)
        let plan = Plan.of([.of("wait")])
        let roster = RunRoster(
            journal: journal, recovery: RunRecovery(journal: journal, driver: driver) { _ in plan }, report: { _, _ in })
        let seen = try simulation.run { () async -> [RunStatus.Name] in
            async let running: Void? = try? roster.run()
            var seen: [RunStatus.Name] = []
            for number in 0..<2 { _ = try? await roster.accept([Self.new(plan, SampleRecords.id(number), at: clock.wallTime)]) }
            try? await clock.sleep(for: .seconds(5))
            seen += ((try? await journal.runs(RunQuery())) ?? []).map(\.status.name)
            _ = try? await roster.deliver(AwaitedEvent(event, id: "1", data: "here", at: clock.wallTime))
            try? await clock.sleep(for: .seconds(1))
            seen += ((try? await journal.runs(RunQuery())) ?? []).map(\.status.name)
            roster.stop()
            await running
            return seen
        }
        #expect(seen == [.waiting, .waiting, .succeeded, .succeeded])
        #expect(clock.wallTime < SampleRecords.start + .seconds(60))
    }

    @Test func `a queued run begins when the one before it has ended, also after a restart`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        let group = RunGroup(key: "one at a time", limit: 1, onLimit: .queue)
        let seen = try bench.simulation.run { () async -> [[RunStatus.Name]] in
            var seen: [[RunStatus.Name]] = []
            for life in 0..<2 {
                let roster = Self.roster(bench)
                async let running: Void? = try? roster.run()
                for number in 0..<3 where life == 0 {
                    _ = try? await roster.accept([
                        Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime, groups: [group])
                    ])
                }
                try? await clock.sleep(for: .seconds(3700))
                seen.append(await Self.statuses(bench))
                roster.stop()
                await running
            }
            return seen
        }
        #expect(seen == [[.queued, .waiting, .succeeded], [.waiting, .succeeded, .succeeded]])
    }

    @Test func `the oldest run makes room for a new one where the group says so`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock, roster = Self.roster(bench)
        let group = RunGroup(key: "newest wins", limit: 1, onLimit: .cancelOldest)
        let seen = try bench.simulation.run { () async -> [RunStatus.Name] in
            async let running: Void? = try? roster.run()
            for number in 0..<3 {
                _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime, groups: [group])])
                try? await clock.sleep(for: .seconds(10))
            }
            let seen = await Self.statuses(bench)
            roster.stop()
            await running
            return seen
        }
        #expect(seen == [.waiting, .cancelled, .cancelled])
    }

    @Test func `the oldest run makes room also when the process ended right behind the intake of the new one`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock, roster = Self.roster(bench)
        let group = RunGroup(key: "newest wins", limit: 1, onLimit: .cancelOldest)
        let seen = try bench.simulation.run { () async -> [RunStatus.Name] in
            for number in 0..<3 {
                let new = Self.new(Self.plan, SampleRecords.id(number), at: clock.wallTime, groups: [group])
                _ = try? await bench.journal.accept([new])
            }
            async let running: Void? = try? roster.run()
            try? await clock.sleep(for: .seconds(10))
            let seen = await Self.statuses(bench)
            roster.stop()
            await running
            return seen
        }
        #expect(seen == [.waiting, .cancelled, .cancelled])
    }

    @Test func `a run that another process has in hand is left alone`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        let isFree = Mutex(false)
        let driver = bench.driver(nil, .init(longestWait: .seconds(60)))
        let recovery = RunRecovery(journal: bench.journal, driver: driver) { _ in Self.plan }
        let roster = RunRoster(
            journal: bench.journal, recovery: recovery,
            others: OtherProcesses(claim: { _ in isFree.withLock { $0 } ? .granted(release: {}) : .refused }),
            report: { _, _ in })
        let counts = try bench.simulation.run { () async -> [Int] in
            _ = try? await bench.journal.accept([Self.new(Self.plan, SampleRecords.id(0), at: clock.wallTime)])
            async let running: Void? = try? roster.run()
            try? await clock.sleep(for: .seconds(60))
            let before = bench.runner.invocations.count
            isFree.withLock { $0 = true }
            try? await clock.sleep(for: .seconds(10))
            roster.stop()
            await running
            return [before, bench.runner.invocations.count]
        }
        #expect(counts == [0, 1])
    }

    @Test func `a run whose process has ended is gone on with, and so are runs for which it made room`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        let left = Mutex<[RunID]>([])
        let driver = bench.driver(nil, .init(longestWait: .seconds(60)))
        let recovery = RunRecovery(journal: bench.journal, driver: driver) { _ in Self.plan }
        let claims = Mutex<[RunID]>([])
        let roster = RunRoster(
            journal: bench.journal, recovery: recovery,
            others: OtherProcesses(
                claim: { run in
                    claims.withLock { $0.append(run) }
                    return .granted(release: {})
                }, runs: { left.withLock { $0 } }),
            report: { _, _ in })
        let group = RunGroup(key: "g", limit: 1, onLimit: .queue)
        let seen = try bench.simulation.run { () async -> [[RunStatus.Name]] in
            async let running: Void? = try? roster.run()
            try? await clock.sleep(for: .seconds(1))
            // Another process takes one in, and this one a second that waits for it.
            _ = try? await bench.journal.accept([
                Self.new(Self.plan, SampleRecords.id(0), at: clock.wallTime, groups: [group])
            ])
            _ = try? await roster.accept([Self.new(Self.plan, SampleRecords.id(1), at: clock.wallTime, groups: [group])])
            try? await clock.sleep(for: .seconds(60))
            var seen = [await Self.statuses(bench)]
            left.withLock { $0 = [SampleRecords.id(0), SampleRecords.id(1)] }
            try? await clock.sleep(for: .seconds(10))
            seen.append(await Self.statuses(bench))
            // What this process took in is not taken for somebody else's.
            #expect(Set(claims.withLock { $0 }) == [SampleRecords.id(0)])
            try? await clock.sleep(for: .seconds(3700))
            seen.append(await Self.statuses(bench))
            roster.stop()
            await running
            return seen
        }
        // Newest first.
        #expect(seen == [[.queued, .running], [.queued, .waiting], [.waiting, .succeeded]])
    }

    @Test func `what is asked of a run that another process has in hand is not forgotten`() throws {
        let bench = Self.bench()
        let clock = bench.simulation.clock
        let isFree = Mutex(false)
        let recovery = RunRecovery(journal: bench.journal, driver: bench.driver(nil, .init(longestWait: .seconds(60)))) { _ in
            Self.plan
        }
        let roster = RunRoster(
            journal: bench.journal, recovery: recovery,
            others: OtherProcesses(claim: { _ in isFree.withLock { $0 } ? .granted(release: {}) : .refused }),
            report: { _, _ in })
        let seen = try bench.simulation.run { () async -> [RunStatus.Name] in
            _ = try? await bench.journal.accept([Self.new(Self.plan, SampleRecords.id(0), at: clock.wallTime)])
            async let running: Void? = try? roster.run()
            try? await clock.sleep(for: .seconds(7))
            // While the roster waits to look again, and while it is not looking.
            roster.send(.cancel, to: SampleRecords.id(0))
            try? await clock.sleep(for: .seconds(20))
            isFree.withLock { $0 = true }
            try? await clock.sleep(for: .seconds(10))
            let seen = await Self.statuses(bench)
            roster.stop()
            await running
            return seen
        }
        #expect(seen == [.cancelled])
        #expect(bench.runner.invocations.isEmpty)
    }
}

/// Waits an hour for an event.
private struct EventRunner: NodeRunner {
    let journal: InMemoryJournal
    let event: EventKey

    func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        if let found = try? await journal.event(event) { return .succeeded(found.data) }
        return .snoozed(until: invocation.firstStartedAt + .seconds(3600), awaiting: event)
    }
}
