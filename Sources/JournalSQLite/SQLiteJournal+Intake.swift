import Foundation
import GRDB
import RunEngine
import Values
import WorkflowModel

extension SQLiteJournal {
    public func accept(_ runs: [NewRun]) async throws(JournalError) -> [AcceptedRun] {
        let stored = runs.map(StoredRun.init)
        return try await writer.write { statements in try stored.map { try $0.write(statements) } }.get()
    }

    public func admitQueued(at time: Timestamp, only run: RunID?) async throws(JournalError) -> [RunID] {
        try await writer.perform { try GroupTable.admitQueued(at: time, only: run?.rawValue, $0).map { RunID($0) } }.get()
    }

    public func members(ofGroup key: String) async throws(JournalError) -> [RunID] {
        try await read { try GroupTable.members(of: key, $0).map { RunID($0) } }
    }

    public func cursor(of trigger: TriggerKey) async throws(JournalError) -> Value? {
        try await read { database in
            try String.fetchOne(
                database, sql: "SELECT body FROM cursors WHERE source = ?", arguments: [trigger.description]
            ).map { try Value(json: $0) }
        }
    }

    public func remember(_ cursor: Value, of trigger: TriggerKey) async throws(JournalError) {
        let body = cursor.jsonText()
        try await writer.perform { try StoredRun.remember(body, of: trigger.description, $0) }.get()
    }

    public func post(_ event: AwaitedEvent) async throws(JournalError) -> [RunID]? {
        let body = event.data.jsonText()
        return try await writer.perform { database in
            try database.cachedStatement(
                sql: "INSERT INTO events (name, key, id, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            ).execute(arguments: [event.key.name, event.key.key, event.id, event.at.microseconds, body])
            guard database.changesCount == 1 else { return nil }
            return try AwaitedTable.wake(event.key, database).map { RunID($0) }
        }.get()
    }

    public func event(_ key: EventKey) async throws(JournalError) -> AwaitedEvent? {
        if let run = key.endedRun { return try await summary(of: run).flatMap { AwaitedEvent(endOf: $0) } }
        return try await read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT id, at, body FROM events WHERE name = ? AND key = ? ORDER BY at, id LIMIT 1",
                arguments: [key.name, key.key])
            guard let row else { return nil }
            return AwaitedEvent(
                key, id: row["id"], data: try Value(json: row["body"] as String), at: Timestamp(microseconds: row["at"]))
        }
    }

    public func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError) {
        try await writer.perform { database in
            try database.cachedStatement(sql: "DELETE FROM occurrences WHERE kept_until IS NOT NULL AND kept_until < ?")
                .execute(arguments: [now.microseconds])
            let sql = """
                DELETE FROM events WHERE at < ?
                AND NOT EXISTS (SELECT 1 FROM awaited WHERE awaited.name = events.name AND awaited.key = events.key)
                """
            try database.cachedStatement(sql: sql).execute(arguments: [time.microseconds])
        }.get()
    }
}

/// A new run in the form in which it goes to disk.
struct StoredRun: Sendable {
    private let entry: StoredEntry
    private let queued: StoredEntry
    private let groups: [RunGroup]
    private let source: String?
    private let occurrence: Occurrence?
    private let cursor: String?
    private let startedAt: Timestamp

    init(_ run: NewRun) {
        let start = run.start
        var snapshot = RunSnapshot(start: start)
        queued = StoredEntry(
            JournalEntry(
                run: start.run, firstSequence: 0, records: [.runStarted(start)], summary: snapshot.summary,
                planSource: run.planSource))
        if start.groups.isEmpty {
            entry = queued
        } else {
            let admitted = RunRecord.runAdmitted(RunAdmitted(at: start.at))
            snapshot.apply(admitted)
            entry = StoredEntry(
                JournalEntry(
                    run: start.run, firstSequence: 0, records: [.runStarted(start), admitted], summary: snapshot.summary,
                    planSource: run.planSource))
        }
        groups = start.groups
        source = run.source?.description
        occurrence = run.occurrence
        cursor = run.cursor?.jsonText()
        startedAt = start.at
    }

    func write(_ statements: RunStatements) throws -> AcceptedRun {
        let database = statements.database
        if let source, let cursor { try Self.remember(cursor, of: source, database) }
        if let known = try knownRun(database) { return AcceptedRun(.duplicate(of: RunID(known))) }
        let place = groups.isEmpty ? .admitted : try GroupTable.place(of: groups, database)
        if place == .skipped { return AcceptedRun(.skipped) }
        let entry = place == .admitted ? entry : queued
        guard try entry.write(statements) else {
            throw JournalError(.conflict, message: "there is a run `\(entry.run)` already")
        }
        if let source, let occurrence {
            let sql = "INSERT OR REPLACE INTO occurrences (source, key, run_id, kept_until) VALUES (?, ?, ?, ?)"
            try database.cachedStatement(sql: sql)
                .execute(arguments: [source, occurrence.key, entry.run, occurrence.keptUntil?.microseconds])
        }
        try GroupTable.insert(entry.run, groups, isAdmitted: place == .admitted, database)
        var displaced: [RunID] = []
        if case .queued(let runs) = place { displaced = runs.map { RunID($0) } }
        return AcceptedRun(.accepted(RunID(entry.run)), isQueued: place != .admitted, displaced: displaced)
    }

    /// The run that the same occurrence started before.
    private func knownRun(_ database: Database) throws -> String? {
        guard let source, let occurrence else { return nil }
        let sql = "SELECT run_id FROM occurrences WHERE source = ? AND key = ? AND (kept_until IS NULL OR kept_until >= ?)"
        return try String.fetchOne(
            database.cachedStatement(sql: sql), arguments: [source, occurrence.key, startedAt.microseconds])
    }

    static func remember(_ cursor: String, of source: String, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO cursors (source, body) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET body = excluded.body"
        ).execute(arguments: [source, cursor])
    }
}
