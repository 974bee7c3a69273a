import Foundation
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

extension JournalEntry {
    /// Part of a run's records, as the driver would append them.
    static func part(_ run: RunID, _ records: [RunRecord], _ range: Range<Int>) throws -> JournalEntry {
        let snapshot = try #require(RunSnapshot(records: records[..<range.upperBound]))
        return JournalEntry(
            run: run, firstSequence: range.lowerBound, records: Array(records[range]), summary: snapshot.summary,
            planSource: range.lowerBound == 0 ? PlanSource(path: "orders.yaml", text: "name: orders\n", manifests: [:]) : nil)
    }
}

struct SQLiteJournalTests {
    @Test(arguments: JournalConformance.checks)
    func `keeps every promise of a journal`(check: JournalConformance.Check) async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await check.run(journal)
        await journal.close()
    }

    @Test func `syncs fully, in write-ahead mode, with foreign keys`() throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        #expect(try journal.run(sql: "PRAGMA synchronous") == 2)
        #expect(try journal.run(sql: "PRAGMA foreign_keys") == 1)
        #expect(try journal.run(sql: "PRAGMA busy_timeout") == 5000)
        let again = try SQLiteJournal(path: folder.journal)
        #expect(try again.run(sql: "PRAGMA synchronous") == 2)
    }

    @Test func `holds everything after it was closed and opened again`() async throws {
        let folder = try TemporaryFolder()
        let run = SampleRecords.id(1), records = SampleRecords.all(run)
        let journal = try SQLiteJournal(path: folder.journal)
        try await journal.append([.part(run, records, 0..<records.count)])
        await journal.close()
        #expect(try folder.size("journal.db-wal") == 0)
        let again = try SQLiteJournal(path: folder.journal)
        #expect(try await again.records(of: run) == records)
    }

    @Test func `writes what it accepted before it closes, and nothing after`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let results = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let run = SampleRecords.id(number)
                    let entry = try? JournalEntry.part(run, SampleRecords.all(run), 0..<2)
                    let isWritten = (try? await journal.append([entry].compactMap { $0 })) != nil
                    return (number, isWritten)
                }
            }
            group.addTask {
                await journal.close()
                return (-1, false)
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let error = await #expect(throws: JournalError.self) { try await journal.append([]) }
        #expect(error?.code == .closed)
        let again = try SQLiteJournal(path: folder.journal)
        for number in 0..<200 {
            #expect(try await again.records(of: SampleRecords.id(number)).isEmpty == (results[number] == false))
        }
    }

    @Test func `a full disk refuses the append, keeps what was there, and works again with room`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let run = SampleRecords.id(1), records = SampleRecords.all(run)
        try await journal.append([.part(run, records, 0..<2)])
        try journal.run(sql: "PRAGMA max_page_count = 20")
        let big = RunRecord.attemptFinished(
            AttemptFinished(
                key: AttemptKey(step: StepID("notify"), attempt: 1),
                outcome: .succeeded(.string(String(repeating: "x", count: 1 << 20))),
                at: records[2].at))
        let error = await #expect(throws: JournalError.self) {
            try await journal.append([.part(run, Array(records[..<2]) + [big], 2..<3)])
        }
        #expect(error?.code == .full)
        #expect(error?.message.contains(folder.journal) == true)
        #expect(try await journal.records(of: run) == Array(records[..<2]))
        #expect(try await journal.summary(of: run)?.updatedAt == records[1].at)
        try journal.run(sql: "PRAGMA max_page_count = 1000000")
        try await journal.append([.part(run, records, 2..<records.count)])
        #expect(try await journal.records(of: run) == records)
    }

    @Test func `two journals on one file see each other's conflicts`() async throws {
        let folder = try TemporaryFolder()
        let one = try SQLiteJournal(path: folder.journal), two = try SQLiteJournal(path: folder.journal)
        let run = SampleRecords.id(1), records = SampleRecords.all(run)
        try await one.append([.part(run, records, 0..<2)])
        try await two.append([.part(run, records, 2..<3)])
        let error = await #expect(throws: JournalError.self) { try await one.append([.part(run, records, 2..<3)]) }
        #expect(error?.code == .conflict)
        #expect(try await one.records(of: run) == Array(records[..<3]))
    }

    @Test func `an append syncs once for all that came in meanwhile`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let entries = try (0...300).map { number in
            let run = SampleRecords.id(number)
            return try JournalEntry.part(run, SampleRecords.all(run), 0..<2)
        }
        // The disk is slow: the first append has begun and is not done before all others have come in.
        let disk = DispatchSemaphore(value: 0)
        journal.pool.asyncWriteWithoutTransaction { _ in disk.wait() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await journal.append([entries[0]]) }
            while journal.transactionCount == 0 { await Task.yield() }
            for entry in entries.dropFirst() { group.addTask { try await journal.append([entry]) } }
            while journal.writer.waitingCount < 300 { await Task.yield() }
            disk.signal()
            try await group.waitForAll()
        }
        #expect(journal.transactionCount == 2)
        #expect(try await journal.runs(RunQuery(limit: 500)).count == 301)
    }
}
