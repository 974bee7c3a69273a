import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct CommandReceiptTests {
    private static let run = SampleRecords.id(1)

    private struct Bench {
        let bench: DriverBench
        let receipts: CommandReceipts
        let roster: RunRoster

        init(_ plan: Plan, _ script: @escaping @Sendable (NodeInvocation) -> ScriptedRunner.Answer) {
            bench = DriverBench(script)
            let clock = bench.simulation.clock
            let receipts = CommandReceipts(clock: clock)
            let driver = RunDriver(
                journal: bench.journal, runner: bench.runner, clock: clock, now: { clock.wallTime }, observer: receipts,
                options: .init(longestWait: .seconds(60), patience: []), executor: bench.simulation.executor)
            self.receipts = receipts
            roster = RunRoster(
                journal: bench.journal, recovery: RunRecovery(journal: bench.journal, driver: driver) { _ in plan },
                report: { run, error in receipts.refuse(run, "\(error)") })
        }

        /// Starts the run, lets some time pass, asks, and tells the answer and what was on disk when it came.
        func ask(
            _ plan: Plan, _ command: RunCommand, after wait: Duration
        ) throws -> (answer: CommandReceipts.Answer, lines: [String]) {
            try bench.simulation.run {
                async let running: Void? = try? roster.run()
                let start = RunStarted(
                    run: CommandReceiptTests.run, of: plan, trigger: .manual, inputs: [:], at: bench.simulation.clock.wallTime)
                _ = try? await roster.accept([NewRun(start: start, planSource: plan.source)])
                try? await bench.simulation.clock.sleep(for: wait)
                let receipt = receipts.open(command, CommandReceiptTests.run)
                roster.send(command, to: CommandReceiptTests.run)
                let answer = await receipts.result(of: receipt)
                receipts.close(receipt)
                let lines = ((try? await bench.journal.records(of: CommandReceiptTests.run)) ?? []).map(\.line)
                roster.stop()
                await running
                return (answer, lines)
            }
        }
    }

    @Test func `a run that waits as a row is cancelled, and whoever asked hears of it when it is on disk`() throws {
        let plan = Plan.of([.of("wait")])
        let bench = Bench(plan) { call in .now(.snoozed(until: call.firstStartedAt + .seconds(3600))) }
        let seen = try bench.ask(plan, .cancel, after: .seconds(10))
        #expect(seen.answer == .committed)
        #expect(seen.lines.contains { $0.hasPrefix("cancel") }, "\(seen.lines)")
        #expect(bench.bench.simulation.clock.sleeperCount == 0)
    }

    @Test func `a failed run is reopened, and whoever asked hears of it though the run ends at once again`() throws {
        let plan = Plan.of([.of("fail")])
        let bench = Bench(plan) { _ in .now(.failed(NodeFailure(code: "X", class: .input, message: "no"))) }
        #expect(try bench.ask(plan, .retry, after: .seconds(1)).answer == .committed)
    }

    @Test func `a held send is settled`() throws {
        let plan = Plan.of([.of("send", effect: .send)])
        let bench = Bench(plan) { _ in .now(.lost) }
        let key = AttemptKey(step: StepID("send"), attempt: 1)
        let seen = try bench.ask(plan, .resolve(key, sent: true), after: .seconds(1))
        #expect(seen.answer == .committed)
        #expect(seen.lines.contains { $0.contains("resolved") }, "\(seen.lines)")
    }

    @Test func `nothing is awaited for longer than the patience`() throws {
        let plan = Plan.of([.of("done")])
        let bench = Bench(plan) { _ in .now(.done) }
        // The run has ended before, so that no record follows.
        #expect(try bench.ask(plan, .cancel, after: .seconds(1)).answer == .late)
        let key = AttemptKey(step: StepID("done"), attempt: 9)
        #expect(
            try bench.bench.simulation.run { () async -> CommandReceipts.Answer in
                let receipt = bench.receipts.open(.resolve(key, sent: true), Self.run)
                bench.receipts.refuse(Self.run, "it is too new")
                return await bench.receipts.result(of: receipt)
            } == .refused("it is too new"))
    }
}
