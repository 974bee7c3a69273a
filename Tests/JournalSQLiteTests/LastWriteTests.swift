import Foundation
import GRDB
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

/// A power cut leaves any part of what was being written.
struct LastWriteTests {
    /// A journal whose log ends with one append, in pages that are small enough to try every byte.
    private struct Cut {
        let folder: TemporaryFolder
        let file: Data
        let log: Data
        /// Where the last append begins in the log.
        let start: Int
        let before: [RunRecord]
        let all: [RunRecord]
        let run = SampleRecords.id(1)

        init() async throws {
            folder = try TemporaryFolder()
            try Self.makeEmpty(folder.journal)
            let journal = try SQLiteJournal(path: folder.journal)
            all = Array(SampleRecords.all(run)[..<5])
            before = Array(all[..<3])
            try await journal.append([.part(run, all, 0..<3)])
            start = try folder.size("journal.db-wal")
            try await journal.append([.part(run, all, 3..<5)])
            file = try folder.bytes("journal.db")
            log = try folder.bytes("journal.db-wal")
            // Left open until here, so that the log was not moved into the file.
            await journal.close()
        }

        private static func makeEmpty(_ path: String) throws {
            let empty = try DatabaseQueue(path: path)
            try empty.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA page_size = 512; PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
            }
            try empty.close()
        }

        /// Every byte of the heads of pages and of what is next to them, and some of the bytes between; with `ULAK_EVERY_BYTE`, which
        /// `make chaos` sets, every one.
        var positions: [Int] {
            let isAll = ProcessInfo.processInfo.environment["ULAK_EVERY_BYTE"] != nil
            return (start..<log.count).filter { position in
                let place = (position - start) % (512 + 24)
                return isAll || place < 28 || place > 530 || place % 61 == 0
            }
        }

        /// A folder with the file, where logs are tried.
        func copy() throws -> TemporaryFolder {
            let copy = try TemporaryFolder()
            try copy.write(file, "journal.db")
            return copy
        }

        /// The records that a copy with that log holds, read as SQLite finds them after the cut. Leaves the file as it is.
        func records(_ log: Data, in copy: TemporaryFolder) throws -> [RunRecord] {
            try copy.write(log, "journal.db-wal")
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: copy.journal, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { database in
                let rows = try Data.fetchAll(database, sql: "SELECT body FROM records ORDER BY run_id, seq")
                let next = try Int.fetchOne(database, sql: "SELECT next_seq FROM runs WHERE id = ?", arguments: [run.rawValue])
                guard next == rows.count else { return [] }
                return try rows.map { try RunRecord(json: RunRecord.reader.read([UInt8]($0))) }
            }
        }
    }

    @Test func `a log that was cut at any byte of the last append gives everything before it`() async throws {
        let cut = try await Cut()
        #expect(cut.log.count - cut.start > 1000)
        let copy = try cut.copy()
        var failures: [Int] = []
        for position in cut.positions where try cut.records(cut.log.prefix(position), in: copy) != cut.before {
            failures.append(position)
        }
        #expect(failures.isEmpty)
        #expect(try cut.records(cut.log, in: copy) == cut.all)
    }

    @Test func `a last append with a torn byte anywhere is not there, and is never half there`() async throws {
        let cut = try await Cut()
        let copy = try cut.copy()
        var failures: [Int] = []
        for position in cut.positions {
            var torn = cut.log
            torn[position] ^= 0x40
            if try cut.records(torn, in: copy) != cut.before { failures.append(position) }
        }
        #expect(failures.isEmpty)
    }

    @Test func `at the edges of every page the journal itself opens the copy and goes on`() async throws {
        let cut = try await Cut()
        let pages = stride(from: cut.start, to: cut.log.count, by: 512 + 24)
        for position in pages.flatMap({ [$0, $0 + 1, $0 + 24] }) where position < cut.log.count {
            let copy = try cut.copy()
            try copy.write(cut.log.prefix(position), "journal.db-wal")
            let journal = try SQLiteJournal(path: copy.journal)
            #expect(try await journal.records(of: cut.run) == cut.before, "at byte \(position)")
            try await journal.append([.part(cut.run, cut.all, 3..<5)])
            #expect(try await journal.check() == [])
            await journal.close()
        }
    }
}
