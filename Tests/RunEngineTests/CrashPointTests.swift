import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct CrashPointTests {
    private static func plan() throws -> Plan {
        .of([
            .of("a", effect: .send, retry: .plain(3), onUnknown: .hold),
            .of("each", needs: ["a"], effect: .send, forEach: try .text("[1, 2, 3]", concurrency: 2), onUnknown: .hold),
            .of("b", needs: ["a"], if: try .text("false")),
            .of("last", needs: ["each"], effect: .read),
        ])
    }

    private static func bench() -> DriverBench {
        DriverBench { call in
            .after(.seconds(1), call.step == StepID("a") && call.attempt == 1 ? .down : .done, ifCancelled: .lost)
        }
    }

    @Test func `whatever append the process dies at, no node ran that the journal does not know of`() throws {
        let whole = Self.bench()
        _ = try whole.start(Self.plan())
        let appends = whole.journal.appendCount
        #expect(appends > 6)
        for fault in [FaultyJournal.Fault.crashBefore, .crashAfter, .full] {
            for place in 0..<appends {
                let bench = Self.bench()
                let journal = FaultyJournal(bench.journal, faults: [place: fault])
                let driver = bench.driver(journal, .init(patience: [])), run = bench.run, plan = try Self.plan()
                let failed = try bench.simulation.run { () async -> JournalError? in
                    do throws(JournalError) {
                        _ = try await driver.start(PlanGraph(plan), run: run, trigger: .manual, inputs: [:])
                        return nil
                    } catch {
                        return error
                    }
                }
                #expect(failed?.code == (fault == .full ? .full : .closed))
                let records = try bench.records()
                let started = Set(records.compactMap { if case .attemptStarted(let record) = $0 { record.key } else { nil } })
                for call in bench.runner.invocations {
                    let key = AttemptKey(step: call.step, item: call.item, attempt: call.attempt)
                    #expect(started.contains(key), "\(key) ran at crash point \(place) without a record")
                }
                guard !records.isEmpty else { continue }
                // The next process carries the run to an end or to a person, and sends nothing twice.
                var snapshot = try bench.resume(plan)
                var settled = 0
                while snapshot.status == .unknown, settled < 10 {
                    let machine = try RunStateMachine(graph: PlanGraph(plan), replaying: bench.records())
                    snapshot = try bench.resume(plan, machine.heldAttempts.map { .resolve($0, sent: true) })
                    settled += 1
                }
                #expect(snapshot.status == .succeeded)
                let sends = bench.runner.invocations.filter { $0.step != StepID("last") }
                    .map { AttemptKey(step: $0.step, item: $0.item, attempt: $0.attempt) }
                #expect(Set(sends).count == sends.count, "an attempt ran twice at crash point \(place)")
            }
        }
    }

    @Test func `a full disk holds a run up, and loses nothing when there is room again in time`() throws {
        for place in 1..<6 {
            let bench = Self.bench()
            let journal = FaultyJournal(bench.journal, faults: [place: .full, place + 1: .full])
            let driver = bench.driver(journal), run = bench.run, plan = try Self.plan()
            let snapshot = try bench.simulation.run { () async -> RunSnapshot? in
                try? await driver.start(PlanGraph(plan), run: run, trigger: .manual, inputs: [:])
            }
            #expect(snapshot?.status == .succeeded)
            #expect(RunSnapshot(records: try bench.records()) == snapshot)
        }
    }

    @Test func `every prefix of a journal can be taken over by a new process`() throws {
        let whole = Self.bench()
        _ = try whole.start(Self.plan())
        let records = try whole.records()
        let plan = try Self.plan()
        for count in 1...records.count {
            let machine = try RunStateMachine(graph: PlanGraph(plan), replaying: Array(records[..<count]))
            let effects = machine.pendingEffects(at: records[count - 1].at)
            #expect(!effects.isEmpty || machine.isBusy || machine.result != nil)
            #expect(RunSnapshot(records: records[..<count])?.summary.status.isFinal == (machine.result != nil))
        }
    }
}
