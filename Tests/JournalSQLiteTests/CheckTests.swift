import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

/// What stands beside the records, altered behind the journal's back.
struct CheckTests {
    private static let plan = Plan.of([.of("a", node: "send", effect: .send), .of("b", needs: ["a"], node: "wait")])
    private static let event = EventKey(name: "x.report", key: "7")
    private static let group = RunGroup(key: "g", limit: 1, onLimit: .queue)
    private static let compile: SQLiteJournal.Compile = { _ in plan }

    /// Sends at once; waits for an event.
    private struct Runner: NodeRunner {
        func run(_ invocation: NodeInvocation) async -> NodeOutcome {
            invocation.node == NodeName("send")
                ? .succeeded(["id": 1]) : .snoozed(until: invocation.now + .seconds(3600), awaiting: CheckTests.event)
        }
    }

    /// A run that has sent a message and waits for an event, and one that waits for its group.
    private func fill(_ journal: SQLiteJournal) async throws {
        let news = [1, 2].map { number in
            NewRun(
                start: RunStarted(
                    run: SampleRecords.id(number), of: Self.plan, trigger: .manual, inputs: [:], groups: [Self.group],
                    at: SampleRecords.start), planSource: Self.plan.source)
        }
        #expect(try await journal.accept(news).map(\.isQueued) == [false, true])
        let driver = RunDriver(
            journal: journal, runner: Runner(), clock: ContinuousClock(), now: { SampleRecords.start },
            options: .init(longestWait: .zero))
        let records = try await journal.records(of: SampleRecords.id(1))
        let snapshot = try await driver.resume(PlanGraph(Self.plan), records: records)
        #expect(snapshot.status.name == .waiting)
        #expect(try await journal.check(compile: Self.compile) == [])
    }

    /// What was done to the file, and what is told of it. The time is that of every record.
    private static let alterations: [(sql: String, told: [String])] = [
        (
            "UPDATE runs SET status = 'unknown', next_due = NULL WHERE id = '1'",
            ["1: status: found unknown, expected waiting", "1: due: found none, expected LATER"]
        ),
        ("UPDATE runs SET next_due = 1 WHERE id = '1'", ["1: due: found 1970-01-01T00:00:00.000Z, expected LATER"]),
        (
            "UPDATE runs SET finished_at = 1, next_due = NULL WHERE id = '2'",
            ["2: finished: found 1970-01-01T00:00:00.000Z, expected none"]
        ),
        ("UPDATE runs SET next_seq = 99 WHERE id = '1'", ["1: number of records: found 99, expected 6"]),
        ("UPDATE runs SET workflow = 'other' WHERE id = '2'", ["2: workflow: found other, expected orders"]),
        (
            "UPDATE sends SET state = 'not_sent'",
            ["1: step `a`: the send ledger has `not_sent` at attempt 1 of START, expected `sent` at attempt 1 of START"]
        ),
        (
            "UPDATE sends SET attempt = 2",
            ["1: step `a`: the send ledger has `sent` at attempt 2 of START, expected `sent` at attempt 1 of START"]
        ),
        ("DELETE FROM sends", ["1: step `a`: not in the send ledger, expected `sent` at attempt 1 of START"]),
        (
            "INSERT INTO sends SELECT run_id, 'b', 3, attempt, node, started_at, 'held' FROM sends",
            ["1: step `b`, item 3: the send ledger has `held` at attempt 1 of START, expected nothing"]
        ),
        ("DELETE FROM awaited", ["1: event `x.report` with key `7`: not in the table of awaited events, expected there"]),
        (
            "INSERT INTO awaited SELECT name, 'z', run_id FROM awaited",
            ["1: event `x.report` with key `z`: found in the table of awaited events, expected not to be there"]
        ),
        (
            "INSERT INTO events VALUES ('x.report', '7', 'a', 1, '1')",
            ["1: event `x.report` with key `7`: it has come, but the run is not due, expected due at once"]
        ),
        ("DELETE FROM run_groups WHERE run_id = '1'", ["1: group `g`: found nothing, expected a run that is admitted, limit 1"]),
        (
            "UPDATE run_groups SET is_admitted = 1, max_open = 5 WHERE run_id = '2'",
            ["2: group `g`: found a run that is admitted, limit 5, expected a run that waits, limit 1"]
        ),
    ]

    @Test(arguments: alterations.indices)
    func `a table that disagrees with the records is told of, and repaired from them`(_ number: Int) async throws {
        let (sql, told) = Self.alterations[number]
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await fill(journal)
        func withIDs(_ text: String) -> String {
            text.replacing("id = '1'", with: "id = '\(SampleRecords.id(1))'").replacing(
                "id = '2'", with: "id = '\(SampleRecords.id(2))'")
        }
        try journal.run(sql: withIDs(sql))
        let lines = told.map { line in
            "run \(SampleRecords.id(line.hasPrefix("1") ? 1 : 2))"
                + line.dropFirst().replacing("START", with: "\(SampleRecords.start)")
                .replacing("LATER", with: "\(SampleRecords.start + .seconds(3600))")
        }
        #expect(try await journal.check(compile: Self.compile) == lines)
        #expect(try await journal.repair(compile: Self.compile) == lines)
        #expect(try await journal.check(compile: Self.compile) == [])
        #expect(try await journal.sends(SendQuery()).map(\.entry.state) == [.sent])
        await journal.close()
    }

    @Test func `records that no run of the plan could have are told of, and left as they are`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await fill(journal)
        try journal.run(sql: "UPDATE records SET seq = seq + 100 WHERE seq = 2")
        try journal.run(sql: "UPDATE records SET seq = 50 WHERE seq = 102")
        let problems = try await journal.check(compile: Self.compile)
        #expect(
            problems == ["run \(SampleRecords.id(1)): its records do not fit together: record 2: a#1 ends, but was not running"]
                || problems.first?.contains("its records do not fit together") == true)
        #expect(problems.count == 1)
        #expect(try await journal.repair(compile: Self.compile) == [])
        #expect(try await journal.check(compile: Self.compile) == problems)
        await journal.close()
    }
}
