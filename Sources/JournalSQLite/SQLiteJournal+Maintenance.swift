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

    /// Looks at everything and says what is wrong; empty when nothing is.
    public func check() async throws(JournalError) -> [String] {
        let file = try await read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
                    "a row of `\($0[0] as String)` belongs to nothing"
                }
        }
        guard file.isEmpty else { return file }
        var problems: [String] = []
        var query = RunQuery(limit: 100)
        while true {
            let page = try await runs(query)
            for summary in page {
                if let problem = try await problem(with: summary) { problems.append("run \(summary.id): \(problem)") }
            }
            guard let last = page.last else { return problems }
            query.before = last.id
        }
    }

    private func problem(with summary: RunSummary) async throws(JournalError) -> String? {
        let records: [RunRecord]
        do throws(JournalError) {
            records = try await self.records(of: summary.id)
        } catch {
            guard error.code == .damaged else { throw error }
            return error.message
        }
        guard let snapshot = RunSnapshot(records: records) else { return "it does not begin with `run_started`" }
        var told = snapshot.summary
        // An event that has come makes a waiting run due before its time.
        if case .waiting(let due) = summary.status, due == Timestamp(microseconds: 0), case .waiting = told.status {
            told.status = summary.status
        }
        return told == summary ? nil : "its line in the list does not agree with its records"
    }

    private func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(JournalError)
        -> Result
    {
        do {
            return try await pool.write(body)
        } catch {
            throw JournalError(error, path: path)
        }
    }
}
