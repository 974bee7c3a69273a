import GRDB
import GRDBSQLite

/// The statements that every append executes, straight through SQLite's own interface on GRDB's connection.
///
/// GRDB's `execute` boxes each argument, which costs as much again as the row itself; here arguments are bound as they are. All other
/// statements of the journal go through GRDB. To be used in the transaction in which it was made.
struct RunStatements {
    let database: Database
    private let hasPlan: BoundStatement
    private let insertRun: BoundStatement
    private let updateRun: BoundStatement
    private let insertRecord: BoundStatement
    private let deleteGroups: BoundStatement
    private let isAwaited: BoundStatement

    init(_ database: Database) throws {
        self.database = database
        hasPlan = try BoundStatement("SELECT 1 FROM plans WHERE hash = ?", database)
        insertRun = try BoundStatement(
            """
            INSERT INTO runs (id, workflow, plan_hash, trigger, status, started_at, finished_at, updated_at, next_due, next_seq)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """, database)
        updateRun = try BoundStatement(
            """
            UPDATE runs SET status = ?, finished_at = ?, updated_at = ?, next_due = ?, next_seq = ?
            WHERE id = ? AND next_seq = ?
            """, database)
        insertRecord = try BoundStatement("INSERT INTO records (run_id, seq, body) VALUES (?, ?, ?)", database)
        deleteGroups = try BoundStatement("DELETE FROM run_groups WHERE run_id = ?", database)
        isAwaited = try BoundStatement("SELECT 1 FROM awaited WHERE name = ? AND key = ? LIMIT 1", database)
    }

    func hasPlan(_ hash: String) throws -> Bool {
        hasPlan.bind(hash, at: 1)
        return try hasPlan.step()
    }

    /// Writes the row of the run; false when the run is not where the entry goes on.
    func writeRun(_ entry: StoredEntry) throws -> Bool {
        let summary = entry.summary, next = Int64(entry.firstSequence + entry.bodies.count)
        let statement: BoundStatement
        if entry.firstSequence == 0 {
            statement = insertRun
            statement.bind(entry.run, at: 1)
            statement.bind(summary.workflow.rawValue, at: 2)
            statement.bind(summary.plan.rawValue, at: 3)
            statement.bind(summary.trigger?.rawValue, at: 4)
            statement.bind(summary.status.name.rawValue, at: 5)
            statement.bind(summary.startedAt.microseconds, at: 6)
            statement.bind(summary.finishedAt?.microseconds, at: 7)
            statement.bind(summary.updatedAt.microseconds, at: 8)
            statement.bind(summary.status.due?.microseconds, at: 9)
            statement.bind(next, at: 10)
        } else {
            statement = updateRun
            statement.bind(summary.status.name.rawValue, at: 1)
            statement.bind(summary.finishedAt?.microseconds, at: 2)
            statement.bind(summary.updatedAt.microseconds, at: 3)
            statement.bind(summary.status.due?.microseconds, at: 4)
            statement.bind(next, at: 5)
            statement.bind(entry.run, at: 6)
            statement.bind(Int64(entry.firstSequence), at: 7)
        }
        _ = try statement.step()
        return database.changesCount == 1
    }

    func writeRecords(_ entry: StoredEntry) throws {
        insertRecord.bind(entry.run, at: 1)
        for (offset, body) in entry.bodies.enumerated() {
            insertRecord.bind(Int64(entry.firstSequence + offset), at: 2)
            _ = try insertRecord.step(withBlob: body, at: 3)
        }
    }

    func deleteGroups(of run: String) throws {
        deleteGroups.bind(run, at: 1)
        _ = try deleteGroups.step()
    }

    /// Whether a run waits for the event.
    func isAwaited(name: String, key: String) throws -> Bool {
        isAwaited.bind(name, at: 1)
        isAwaited.bind(key, at: 2)
        return try isAwaited.step()
    }
}

/// A statement of the connection's cache and its arguments.
private struct BoundStatement {
    private let pointer: OpaquePointer
    private let database: Database

    /// SQLite takes a copy.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ sql: String, _ database: Database) throws {
        pointer = try database.cachedStatement(sql: sql).sqliteStatement
        self.database = database
    }

    func bind(_ number: Int64?, at index: Int32) {
        if let number { sqlite3_bind_int64(pointer, index, number) } else { sqlite3_bind_null(pointer, index) }
    }

    func bind(_ text: String?, at index: Int32) {
        guard var text else {
            sqlite3_bind_null(pointer, index)
            return
        }
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(pointer, index, characters.baseAddress, Int32(characters.count), Self.transient)
            }
        }
    }

    /// Executes the statement; true when there is a row.
    func step() throws -> Bool {
        let code = sqlite3_step(pointer)
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            sqlite3_reset(pointer)
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
        sqlite3_reset(pointer)
        return code == SQLITE_ROW
    }

    /// Executes the statement with bytes that are not copied.
    func step(withBlob bytes: [UInt8], at index: Int32) throws -> Bool {
        try bytes.withUnsafeBytes { bytes in
            sqlite3_bind_blob64(pointer, index, bytes.baseAddress, UInt64(bytes.count), nil)
            defer { sqlite3_bind_null(pointer, index) }
            return try step()
        }
    }
}
