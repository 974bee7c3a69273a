import Foundation
import GRDBSQLite
import RunEngine
import Values

/// The ceiling: the same rows in the same tables with the same sync in groups of the same size, through the C API and nothing else.
final class BareSQLite {
    /// What one append is to SQLite, made beforehand.
    struct Row {
        let run: String
        let isFirst: Bool
        let next: Int
        let first: Int
        let status: String
        let updatedAt: Int64
        let bodies: [[UInt8]]
    }

    private var database: OpaquePointer?
    private var insertRun: OpaquePointer?
    private var updateRun: OpaquePointer?
    private var insertRecord: OpaquePointer?

    init(path: String) {
        precondition(sqlite3_open(path, &database) == SQLITE_OK, "SQLite opens a new file")
        execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
        execute(
            """
            CREATE TABLE plans (hash TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE runs (id TEXT NOT NULL PRIMARY KEY, workflow TEXT NOT NULL, plan_hash TEXT NOT NULL REFERENCES plans (hash),
                trigger TEXT, status TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER, updated_at INTEGER NOT NULL,
                next_due INTEGER, next_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            CREATE INDEX runs_by_workflow ON runs (workflow, id);
            CREATE INDEX open_runs ON runs (id) WHERE finished_at IS NULL;
            CREATE INDEX due_runs ON runs (next_due) WHERE next_due IS NOT NULL;
            CREATE INDEX finished_runs ON runs (finished_at) WHERE finished_at IS NOT NULL;
            CREATE TABLE records (run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, seq INTEGER NOT NULL,
                body BLOB NOT NULL, PRIMARY KEY (run_id, seq)) STRICT, WITHOUT ROWID;
            INSERT INTO plans VALUES ('bench', '{}');
            """)
        insertRun = prepare(
            "INSERT INTO runs VALUES (?1, 'bench', 'bench', NULL, ?2, 0, NULL, ?3, NULL, ?4) ON CONFLICT (id) DO NOTHING")
        updateRun = prepare(
            "UPDATE runs SET status = ?2, finished_at = ?5, updated_at = ?3, next_seq = ?4 WHERE id = ?1 AND next_seq = ?6")
        insertRecord = prepare("INSERT INTO records VALUES (?1, ?2, ?3)")
    }

    deinit {
        for statement in [insertRun, updateRun, insertRecord] { sqlite3_finalize(statement) }
        sqlite3_close(database)
    }

    /// Writes the rows in their order, so many in each transaction.
    func write(_ rows: [Row], group: Int) {
        for start in stride(from: 0, to: rows.count, by: group) {
            execute("BEGIN IMMEDIATE")
            for row in rows[start..<min(start + group, rows.count)] { write(row) }
            execute("COMMIT")
        }
    }

    private func write(_ row: Row) {
        let statement = row.isFirst ? insertRun : updateRun
        row.run.withCString { run in
            row.status.withCString { status in
                sqlite3_bind_text(statement, 1, run, -1, nil)
                sqlite3_bind_text(statement, 2, status, -1, nil)
                sqlite3_bind_int64(statement, 3, row.updatedAt)
                sqlite3_bind_int64(statement, 4, Int64(row.next))
                if !row.isFirst {
                    if row.status == "running" {
                        sqlite3_bind_null(statement, 5)
                    } else {
                        sqlite3_bind_int64(statement, 5, row.updatedAt)
                    }
                    sqlite3_bind_int64(statement, 6, Int64(row.first))
                }
                step(statement)
                for (offset, body) in row.bodies.enumerated() {
                    body.withUnsafeBytes { bytes in
                        sqlite3_bind_text(insertRecord, 1, run, -1, nil)
                        sqlite3_bind_int64(insertRecord, 2, Int64(row.first + offset))
                        sqlite3_bind_blob(insertRecord, 3, bytes.baseAddress, Int32(bytes.count), nil)
                        step(insertRecord)
                    }
                }
            }
        }
    }

    private func step(_ statement: OpaquePointer?) {
        precondition(sqlite3_step(statement) == SQLITE_DONE, "a row is written")
        sqlite3_reset(statement)
    }

    private func prepare(_ sql: String) -> OpaquePointer? {
        var statement: OpaquePointer?
        precondition(sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, "the statement is right: \(sql)")
        return statement
    }

    private func execute(_ sql: String) {
        precondition(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK, "SQLite does what it is told: \(sql)")
    }
}
