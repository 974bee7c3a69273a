import Foundation
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

struct DamagedFileTests {
    private func refusal(_ folder: TemporaryFolder) -> JournalError? {
        do throws(JournalError) {
            _ = try SQLiteJournal(path: folder.journal)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a file that is no database is refused and left as it is`() throws {
        for text in ["hello", String(repeating: "not a journal ", count: 1000)] {
            let folder = try TemporaryFolder()
            try folder.write(Data(text.utf8), "journal.db")
            let error = refusal(folder)
            #expect(error?.code == .damaged)
            #expect(error?.message == "`\(folder.journal)` is not a journal: it is no SQLite file")
            #expect(try folder.bytes("journal.db") == Data(text.utf8))
            #expect(try folder.names() == ["journal.db"])
        }
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.journal, withIntermediateDirectories: true)
        #expect(refusal(folder)?.message == "`\(folder.journal)` is a folder, not a journal file")
    }

    @Test func `a folder that is not there is named`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: JournalError.self) { try SQLiteJournal(path: folder.path + "/none/journal.db") }
        #expect(error?.code == .io)
        #expect(error?.message.contains("/none/journal.db") == true)
    }

    @Test func `the database of another program is refused`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try journal.run(sql: "PRAGMA application_id = 7")
        await journal.close()
        let before = try folder.bytes("journal.db")
        #expect(refusal(folder)?.message == "`\(folder.journal)` is not a journal: it is the database of another program")
        #expect(try folder.bytes("journal.db") == before)
    }

    @Test func `a journal of a newer version is refused and left as it is`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try journal.run(sql: "PRAGMA user_version = 99")
        await journal.close()
        let before = try folder.bytes("journal.db")
        let error = refusal(folder)
        #expect(error?.code == .newer)
        #expect(error?.message.contains("was written by a newer version of ulak") == true)
        #expect(try folder.bytes("journal.db") == before)
    }

    @Test func `a record that cannot be read is reported with its place`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let run = SampleRecords.id(1), records = SampleRecords.all(run)
        try await journal.append([.part(run, records, 0..<3)])
        try journal.run(sql: "UPDATE records SET body = x'7b7d' WHERE seq = 1")
        let error = await #expect(throws: JournalError.self) { try await journal.records(of: run) }
        #expect(error?.code == .damaged)
        #expect(error?.message == "record 1 of run \(run) in `\(folder.journal)`: `v` is missing")
    }

    @Test func `a copy taken at any byte of the last write opens with all or nothing of it`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        let run = SampleRecords.id(1), records = SampleRecords.all(run)
        try await journal.append([.part(run, records, 0..<3)])
        let before = try folder.bytes("journal.db-wal").count
        try await journal.append([.part(run, records, 3..<records.count)])
        let log = try folder.bytes("journal.db-wal"), file = try folder.bytes("journal.db")
        #expect(log.count > before)
        var positions = Array(stride(from: before, to: log.count, by: 211)) + [log.count - 1, log.count]
        positions += [0, 16, 31, 32, before - 1]
        for position in positions {
            let copy = try TemporaryFolder()
            try copy.write(file, "journal.db")
            try copy.write(log.prefix(position), "journal.db-wal")
            let opened = try SQLiteJournal(path: copy.journal)
            let found = try await opened.records(of: run)
            switch position {
            case log.count: #expect(found == records)
            case before..<log.count: #expect(found == Array(records[..<3]), "at byte \(position)")
            default: #expect(found.isEmpty, "at byte \(position)")
            }
            #expect(try await opened.summary(of: run)?.updatedAt == found.last?.at)
            if found.count < records.count {
                try await opened.append([.part(run, records, found.count..<records.count)])
                #expect(try await opened.records(of: run) == records)
            }
            await opened.close()
        }
        await journal.close()
    }

    @Test func `a newer version is noticed even while only the log knows of it`() async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try journal.run(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 what comes later')")
        #expect(refusal(folder)?.code == .newer)
        await journal.close()
    }
}
