import Foundation
import GRDB
import RunEngine
import Values
import WorkflowModel

extension SQLiteJournal: JournalTending {
    /// Removes runs that have ended, oldest end first, with their records and the plans that no run needs any more.
    ///
    /// - Parameters:
    ///   - time: only runs that ended before it; nil: any that has ended. Open runs are never removed.
    ///   - limit: so many at a time, so that appends do not wait long.
    /// - Returns: how many were removed; less than `limit` when none is left.
    public func removeRuns(finishedBefore time: Timestamp?, limit: Int = 200) async throws(JournalError) -> Int {
        try await write { database in
            let removed = try Row.fetchAll(
                database,
                sql: """
                    DELETE FROM runs WHERE id IN (
                        SELECT id FROM runs WHERE finished_at IS NOT NULL AND finished_at < ? ORDER BY finished_at LIMIT ?)
                    RETURNING plan_hash
                    """, arguments: [time?.microseconds ?? .max, limit])
            for plan in Set(removed.map { $0[0] as String }) {
                let isNeeded = try Bool.fetchOne(
                    database, sql: "SELECT EXISTS (SELECT 1 FROM runs WHERE plan_hash = ?)", arguments: [plan])
                if isNeeded == false {
                    try database.execute(sql: "DELETE FROM plans WHERE hash = ?", arguments: [plan])
                }
            }
            return removed.count
        }
    }

    public func oldestEnd() async throws(JournalError) -> Timestamp? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT min(finished_at) FROM runs WHERE finished_at IS NOT NULL")
                .map { Timestamp(microseconds: $0) }
        }
    }

    /// Gives pages that removed runs have left back to the file system.
    ///
    /// - Parameter pages: so many at a time, so that appends do not wait long.
    /// - Returns: how many free pages are left in the file.
    public func giveBackPages(_ pages: Int = 2000) async throws(JournalError) -> Int {
        // Looking costs nothing; a journal without free pages is not written to.
        guard try await read({ try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 }) > 0 else { return 0 }
        return try await write { database in
            _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum(\(pages))")
            return try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        }
    }

    /// Bytes of the file that hold data.
    public func size() async throws(JournalError) -> Int {
        try await read { database in
            func number(_ name: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
            return try number("page_size") * (number("page_count") - number("freelist_count"))
        }
    }

    /// Writes a copy of the journal as it stands to a new file, while runs go on.
    public func backUp(to target: String) async throws(JournalError) {
        guard !FileManager.default.fileExists(atPath: target) else {
            throw JournalError(.io, message: "`\(target)` is there already; a backup is written to a new file")
        }
        do {
            try await pool.unsafeRead { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [target])
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Moves everything that stands in the write-ahead log into the file and empties the log.
    public func emptyLog() async throws(JournalError) {
        do {
            try await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// How many runs there are.
    public func runCount() async throws(JournalError) -> Int {
        try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM runs") ?? 0 }
    }

    func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(JournalError)
        -> Result
    {
        do {
            return try await pool.write(body)
        } catch {
            throw JournalError(error, path: path)
        }
    }
}
