import Foundation
import GRDB
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import JournalSQLite

/// Journals of versions that are no longer written.
struct MigrationTests {
    private static let count = SampleRecords.all(SampleRecords.id(1)).count

    /// The first layout, with a run that has ended and one that waits for a person.
    private func firstVersion(_ folder: TemporaryFolder) throws {
        let queue = try DatabaseQueue(path: folder.journal)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                    INSERT INTO grdb_migrations VALUES ('1 runs and records');
                    CREATE TABLE plans (hash TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE runs (
                        id TEXT NOT NULL PRIMARY KEY, workflow TEXT NOT NULL, plan_hash TEXT NOT NULL REFERENCES plans (hash),
                        trigger TEXT, status TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER,
                        updated_at INTEGER NOT NULL, next_due INTEGER, next_seq INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX runs_by_workflow ON runs (workflow, id);
                    CREATE INDEX open_runs ON runs (id) WHERE finished_at IS NULL;
                    CREATE INDEX due_runs ON runs (next_due) WHERE next_due IS NOT NULL;
                    CREATE INDEX finished_runs ON runs (finished_at) WHERE finished_at IS NOT NULL;
                    CREATE TABLE records (
                        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, seq INTEGER NOT NULL, body BLOB NOT NULL,
                        PRIMARY KEY (run_id, seq)
                    ) STRICT, WITHOUT ROWID;
                    PRAGMA application_id = \(FileHeader.applicationID);
                    PRAGMA user_version = 1;
                    INSERT INTO plans VALUES ('hash-of-orders', '{"path":"orders.yaml","text":"name: orders\\n","manifests":{}}');
                    """)
            for (number, end) in [(1, Self.count), (2, 5)] {
                let run = SampleRecords.id(number), records = Array(SampleRecords.all(run)[..<end])
                let summary = try #require(RunSnapshot(records: records)?.summary)
                try database.execute(
                    sql: "INSERT INTO runs VALUES (?, 'orders', 'hash-of-orders', 'shipped', ?, ?, ?, ?, NULL, ?)",
                    arguments: [
                        run.rawValue, summary.status.name.rawValue, summary.startedAt.microseconds,
                        summary.finishedAt?.microseconds, summary.updatedAt.microseconds, end,
                    ])
                for (sequence, record) in records.enumerated() {
                    try database.execute(
                        sql: "INSERT INTO records VALUES (?, ?, ?)",
                        arguments: [run.rawValue, sequence, Data(record.json.jsonText().utf8)])
                }
            }
        }
        try queue.close()
    }

    @Test func `a journal of the first version is taken over with everything that it holds`() async throws {
        let folder = try TemporaryFolder()
        try firstVersion(folder)
        let journal = try SQLiteJournal(path: folder.journal)
        let ended = SampleRecords.id(1), held = SampleRecords.id(2)
        #expect(try await journal.records(of: ended) == SampleRecords.all(ended))
        #expect(try await journal.check() == [])
        #expect(try await journal.openRuns().map(\.id) == [held])
        // What a person has to settle is in the ledger that this version brought.
        let sends = try await journal.sends(SendQuery(states: SendEntry.State.open))
        #expect(sends.map { "\($0.run) \($0.entry.key) \($0.entry.state.rawValue)" } == ["\(held) notify#2 held"])
        try await journal.append([.part(held, SampleRecords.all(held), 5..<Self.count)])
        #expect(try await journal.check() == [])
        #expect(try journal.run(sql: "PRAGMA user_version") == Int(Schema.version))
        await journal.close()
        let again = try SQLiteJournal(path: folder.journal)
        #expect(try await again.openRuns().isEmpty)
    }

    @Test func `a journal that another process has just begun to make is not taken for a strange one`() async throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.journal)
        try await queue.writeWithoutTransaction { database in
            try database.execute(
                sql: "PRAGMA journal_mode = WAL; CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try queue.close()
        let journal = try SQLiteJournal(path: folder.journal)
        #expect(try await journal.check() == [])
        await journal.close()
        #expect(try !folder.names().contains("journal.db-layout"))
    }

    @Test func `a migration that fails leaves the journal as it was`() throws {
        let folder = try TemporaryFolder()
        try firstVersion(folder)
        // A table in the way, as no version of ours has made it.
        let queue = try DatabaseQueue(path: folder.journal)
        try queue.write { try $0.execute(sql: "CREATE TABLE sends (x INTEGER)") }
        try queue.close()
        #expect(throws: JournalError.self) { try SQLiteJournal(path: folder.journal) }
        let after = try DatabaseQueue(path: folder.journal)
        let (records, migrations) = try after.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM records"),
                try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1")
            )
        }
        #expect(records == Self.count + 5)
        #expect(!migrations.contains("3 sends"))
    }
}
