import GRDB
import RunEngine
import WorkflowModel

/// Which runs wait for which events. A run for which an event has come is due at once (`next_due` 0).
enum AwaitedTable {
    /// Keeps the table in step with an entry that is being written.
    static func note(_ entry: StoredEntry, _ statements: RunStatements) throws {
        let database = statements.database
        if let awaiting = entry.awaiting {
            try replace(entry.run, awaiting, database)
        }
        if entry.summary.finishedAt != nil {
            try statements.deleteGroups(of: entry.run)
            let end = EventKey.end(of: entry.summary.id)
            if try statements.isAwaited(name: end.name, key: end.key) { _ = try wake(end, database) }
        }
    }

    /// Notes what a run waits for from now on. One that waits for something that has come is due.
    static func replace(_ run: String, _ awaiting: Set<EventKey>, _ database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM awaited WHERE run_id = ?").execute(arguments: [run])
        for event in awaiting {
            try database.cachedStatement(sql: "INSERT INTO awaited (name, key, run_id) VALUES (?, ?, ?)")
                .execute(arguments: [event.name, event.key, run])
            if try hasCome(event, database) { try makeDue(run, database) }
        }
    }

    /// Makes the runs that wait for an event due, and answers which they are.
    static func wake(_ event: EventKey, _ database: Database) throws -> [String] {
        let runs = try String.fetchAll(
            database.cachedStatement(sql: "SELECT run_id FROM awaited WHERE name = ? AND key = ? ORDER BY run_id"),
            arguments: [event.name, event.key])
        for run in runs { try makeDue(run, database) }
        return runs
    }

    private static func makeDue(_ run: String, _ database: Database) throws {
        try database.cachedStatement(sql: "UPDATE runs SET next_due = 0 WHERE id = ? AND status = 'waiting'")
            .execute(arguments: [run])
    }

    static func hasCome(_ event: EventKey, _ database: Database) throws -> Bool {
        if let run = event.endedRun {
            let sql = "SELECT count(*) FROM runs WHERE id = ? AND finished_at IS NOT NULL"
            return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [run.rawValue]) == 1
        }
        let sql = "SELECT count(*) FROM (SELECT 1 FROM events WHERE name = ? AND key = ? LIMIT 1)"
        return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [event.name, event.key]) == 1
    }
}
