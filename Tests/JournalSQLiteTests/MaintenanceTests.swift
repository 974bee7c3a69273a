import Foundation
import GRDB
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

struct MaintenanceTests {
    /// Ten finished runs, of which the n-th ends at the start + n days, and one that is open.
    private func fill(_ journal: SQLiteJournal) async throws {
        for number in 0..<11 {
            let run = SampleRecords.id(number)
            var records = SampleRecords.all(run)
            records[2] = .attemptFinished(
                AttemptFinished(
                    key: AttemptKey(step: StepID("notify"), attempt: 1),
                    outcome: .succeeded(.string(String(repeating: "x", count: 50_000))),
                    at: records[2].at))
            let result = RunFinished(result: .succeeded, at: SampleRecords.start + .seconds(86_400 * Int64(number)))
            records[records.count - 1] = .runFinished(result)
            let end = number == 10 ? 5 : records.count
            try await journal.append([.part(run, records, 0..<end)])
        }
    }

    @Test func `old runs are removed, open ones never, and their pages are given back`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await fill(journal)
        let full = try await journal.size()
        #expect(try await journal.removeRuns(finishedBefore: SampleRecords.start + .seconds(4 * 86_400), limit: 3) == 3)
        #expect(try await journal.removeRuns(finishedBefore: SampleRecords.start + .seconds(4 * 86_400), limit: 3) == 1)
        #expect(try await journal.runs(RunQuery()).map(\.id) == (4...10).reversed().map { SampleRecords.id($0) })
        #expect(try await journal.records(of: SampleRecords.id(0)).isEmpty)
        #expect(try await journal.planSource(PlanHash("hash-of-orders")) != nil)
        #expect(try await journal.removeRuns(finishedBefore: nil) == 6)
        #expect(try await journal.openRuns().map(\.id) == [SampleRecords.id(10)])
        #expect(try await journal.size() < full / 4)
        #expect(try await journal.giveBackPages() == 0)
        await journal.close()
        #expect(try folder.size("journal.db") < full / 4)
    }

    @Test func `a plan goes with the last run that needs it`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let run = SampleRecords.id(1), records = SampleRecords.all(run)
        try await journal.append([.part(run, records, 0..<records.count)])
        #expect(try await journal.removeRuns(finishedBefore: nil) == 1)
        #expect(try await journal.planSource(PlanHash("hash-of-orders")) == nil)
        try await journal.append([.part(run, records, 0..<records.count)])
        #expect(try await journal.planSource(PlanHash("hash-of-orders")) != nil)
    }

    @Test func `a backup holds everything and is itself a journal`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await fill(journal)
        try await journal.backUp(to: folder.path + "/copy.db")
        let copy = try SQLiteJournal(path: folder.path + "/copy.db")
        #expect(try await copy.runs(RunQuery()) == journal.runs(RunQuery()))
        #expect(try await copy.check() == [])
        let error = await #expect(throws: JournalError.self) { try await journal.backUp(to: folder.path + "/copy.db") }
        #expect(error?.message == "`\(folder.path)/copy.db` is there already; a backup is written to a new file")
    }

    @Test func `a check finds what does not fit together`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await fill(journal)
        #expect(try await journal.check() == [])
        try journal.run(sql: "UPDATE runs SET status = 'failed' WHERE id = '\(SampleRecords.id(3))'")
        try journal.run(sql: "DELETE FROM records WHERE seq = 0 AND run_id = '\(SampleRecords.id(2))'")
        #expect(
            try await journal.check() == [
                "run \(SampleRecords.id(3)): status: found failed, expected succeeded",
                "run \(SampleRecords.id(2)): it does not begin with `run_started`",
            ])
    }

    @Test func `the log is moved into the file while appends go on`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let size = try folder.size("journal.db")
        for number in 0..<400 {
            let run = SampleRecords.id(number)
            try await journal.append([.part(run, SampleRecords.all(run), 0..<15)])
        }
        // The last one to be asked for came after the 384th append.
        journal.writer.checkpointer.settled()
        #expect(try folder.size("journal.db") > size)
        await journal.close()
        #expect(try folder.size("journal.db-wal") == 0)
        let again = try SQLiteJournal(path: folder.journal)
        #expect(try await again.check() == [])
    }

    @Test func `a journal that is too large loses its oldest ended runs, and its file gets smaller`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await fill(journal)
        let size = try await journal.size()
        let policy = RetentionPolicy(keep: nil, maxSize: size / 2)
        let removed = try await JournalTender(journal: journal, policy: policy, portion: 1).tend(at: SampleRecords.start)
        #expect((5...9).contains(removed))
        #expect(try await journal.size() <= size / 2)
        #expect(try await journal.openRuns().map(\.id) == [SampleRecords.id(10)])
        try await journal.emptyLog()
        #expect(try folder.size("journal.db") < size * 2 / 3)
        #expect(try folder.size("journal.db-wal") == 0)
        #expect(try await journal.check() == [])
        // Nothing that is still open goes, however small the journal should be.
        _ = try await JournalTender(journal: journal, policy: RetentionPolicy(keep: .zero, maxSize: 1))
            .tend(at: SampleRecords.start + .seconds(1_000_000))
        #expect(try await journal.runs(RunQuery()).map(\.id) == [SampleRecords.id(10)])
    }

    @Test(arguments: [
        ("SELECT min(finished_at) FROM runs WHERE finished_at IS NOT NULL", "finished_runs"),
        ("SELECT * FROM sends WHERE \(SendTable.isOpen) ORDER BY started_at DESC LIMIT 5", "open_sends"),
        ("SELECT * FROM sends ORDER BY started_at DESC LIMIT 5", "sends_by_time"),
    ])
    func `looking for what is to be done takes an index, however many runs there are`(sql: String, index: String) throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let plan = try journal.pool.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String } }
        #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)")
    }
}
