import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct RecoveryTests {
    private struct Broken: Error, CustomStringConvertible { let description = "no node `work`" }

    private func recover(
        _ bench: DriverBench, _ commands: [RunCommand] = [], run: RunID? = nil,
        compile: @escaping @Sendable (PlanSource) throws -> Plan
    ) throws -> Result<RunSnapshot, RecoveryError> {
        let recovery = RunRecovery(journal: bench.journal, driver: bench.driver(), compile: compile)
        let run = run ?? bench.run
        return try bench.simulation.run { () async -> Result<RunSnapshot, RecoveryError> in
            await Result { () async throws(RecoveryError) in try await recovery.resume(run, commands: commands) }
        }
    }

    private static let plan = Plan.of([.of("send", effect: .send), .of("after", needs: ["send"])])

    @Test func `a run goes on with the plan from the journal after a person has settled its send`() throws {
        let bench = DriverBench { call in .now(call.node == NodeName("work") && call.step == StepID("send") ? .lost : .done) }
        #expect(try bench.start(Self.plan).status == .unknown)
        let held = try recover(bench) { source in
            #expect(source == Self.plan.source)
            return Self.plan
        }
        #expect(try held.get().status == .unknown)
        let key = try #require(held.get().heldSends.first?.key)
        let done = try recover(bench, [.resolve(key, sent: true)]) { _ in Self.plan }
        #expect(try done.get().status == .succeeded)
        #expect(try recover(bench, [.cancel]) { _ in throw Broken() } == done)
    }

    @Test func `a plan with newer manifests carries on a run, one with other steps does not`() throws {
        let bench = DriverBench { _ in .now(.lost) }
        _ = try bench.start(Self.plan)
        let newer = try recover(bench) { _ in .of(Self.plan.steps, hash: "of a newer program") }
        #expect(try newer.get().status == .unknown)
        let other = try recover(bench) { _ in .of([.of("send", effect: .send)], hash: "of a newer program") }
        #expect(
            other
                == .failure(
                    .doesNotCompile(bench.run, "orders.yaml", "its steps are others than those the run started with")))
        let broken = try recover(bench) { _ in throw Broken() }
        #expect(broken == .failure(.doesNotCompile(bench.run, "orders.yaml", "no node `work`")))
    }

    @Test func `a run that is not there is named`() throws {
        let bench = DriverBench { _ in .now(.done) }
        let missing = try recover(bench, run: RunID("nothing")) { _ in Self.plan }
        #expect(missing == .failure(.noSuchRun(RunID("nothing"))))
        #expect(RecoveryError.noSuchRun(RunID("nothing")).description == "there is no run `nothing`")
    }

    @Test func `of two processes with the same run only one does anything`() throws {
        let bench = DriverBench { _ in .after(.seconds(5), .done, ifCancelled: .lost) }
        let plan = Plan.of([.of("read", effect: .read), .of("send", needs: ["read"], effect: .send)])
        let driver = bench.driver(), run = bench.run, journal = bench.journal, clock = bench.simulation.clock
        let outcomes = try bench.simulation.run { () async -> [RunStatus?] in
            async let first = driver.start(PlanGraph(plan), run: run, trigger: .manual, inputs: [:])
            try? await clock.sleep(for: .seconds(1))
            let records = (try? await journal.records(of: run)) ?? []
            async let second = driver.resume(PlanGraph(plan), records: records)
            return [try? await first.status, try? await second.status]
        }
        #expect(outcomes == [nil, .succeeded])
        #expect(bench.runner.invocations.filter { $0.step == StepID("send") }.count == 1)
    }
}
