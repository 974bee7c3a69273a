import Foundation
import RunEngine
import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

/// Counts what was sent; every send takes a moment, so that copies of the file find some on their way.
private final class CountingRunner: NodeRunner {
    private let sends = Mutex<[String: Int]>([:])
    var counts: [String: Int] { sends.withLock { $0 } }

    func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        if invocation.node == NodeName("send") { sends.withLock { $0["\(invocation.run)/\(invocation.step)", default: 0] += 1 } }
        await Task.yield()
        return .succeeded(["attempt": .int(Int64(invocation.attempt))])
    }
}

struct RecoveryTests {
    private static let plan = Plan.of([
        .of("a", node: "send", effect: .send), .of("b", needs: ["a"], effect: .read),
        .of("c", needs: ["b"], node: "send", effect: .send),
    ])

    private static func driver(_ journal: SQLiteJournal, _ runner: CountingRunner) -> RunDriver {
        RunDriver(journal: journal, runner: runner, clock: ContinuousClock(), now: { SampleRecords.start })
    }

    @Test func `many runs at the same time all end, and the journal holds together`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let runner = CountingRunner()
        let driver = Self.driver(journal, runner), graph = PlanGraph(Self.plan)
        try await withThrowingTaskGroup(of: RunStatus.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try await driver.start(graph, run: SampleRecords.id(number), trigger: .manual, inputs: [:]).status
                }
            }
            for try await status in group { #expect(status == .succeeded) }
        }
        #expect(runner.counts.count == 600)
        #expect(try await journal.openRuns().isEmpty)
        #expect(try await journal.check() == [])
        await journal.close()
    }

    @Test func `a backup taken in the middle of everything is carried on without sending twice`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let runner = CountingRunner()
        let driver = Self.driver(journal, runner), graph = PlanGraph(Self.plan)
        let copies = try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    _ = try await driver.start(graph, run: SampleRecords.id(number), trigger: .manual, inputs: [:])
                }
            }
            var copies: [TemporaryFolder] = []
            for try await _ in group where copies.count < 5 {
                let copy = try TemporaryFolder()
                try await journal.backUp(to: copy.journal)
                copies.append(copy)
            }
            return copies
        }
        for copy in copies {
            let opened = try SQLiteJournal(path: copy.journal)
            let later = CountingRunner()
            let driver = Self.driver(opened, later)
            for open in try await opened.openRuns() {
                let records = try await opened.records(of: open.id)
                let snapshot = try await driver.resume(graph, records: records)
                #expect(snapshot.status == .succeeded || snapshot.status == .unknown)
                for held in snapshot.heldSends { #expect(held.reason?.kind == .crash) }
            }
            #expect(try await opened.check() == [])
            // A send that the copy knows of as started was not started again.
            for run in try await opened.runs(RunQuery(limit: 500)) {
                for step in ["a", "c"] where later.counts["\(run.id)/\(step)"] != nil {
                    let attempts = try await RunSnapshot(records: opened.records(of: run.id))?.step(StepID(step))?.attempts
                    #expect(attempts?.count == 1, "\(run.id)/\(step)")
                }
            }
            await opened.close()
        }
        await journal.close()
    }
}
