import Foundation
import GRDB
import RunEngine
import WorkflowModel

/// The open runs of each group, and which of them may run.
enum GroupTable {
    /// How a new run stands with its groups.
    enum Place: Equatable {
        case admitted
        case queued(displaced: [String])
        case skipped
    }

    /// - Returns: where a new run would stand; nothing is written.
    static func place(of groups: [RunGroup], _ database: Database) throws -> Place {
        var displaced: [String] = []
        var isQueued = false
        for group in groups {
            guard try isFull(group, database) else { continue }
            switch group.onLimit {
            case .skip: return .skipped
            case .queue: isQueued = true
            case .cancelOldest:
                isQueued = true
                let open = try members(of: group.key, database)
                displaced += open.prefix(open.count - group.limit + 1)
            }
        }
        return isQueued ? .queued(displaced: displaced) : .admitted
    }

    static func insert(_ run: String, _ groups: [RunGroup], isAdmitted: Bool, _ database: Database) throws {
        for group in groups {
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO run_groups (group_key, run_id, max_open, is_admitted) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [group.key, run, group.limit, isAdmitted])
        }
    }

    /// Admits queued runs as far as their groups have room, oldest first.
    ///
    /// - Parameter wanted: admits no other.
    static func admitQueued(at time: Timestamp, only wanted: String?, _ database: Database) throws -> [String] {
        let groups = try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT group_key FROM run_groups WHERE is_admitted = 0 AND (?1 IS NULL OR run_id = ?1) ORDER BY group_key
                """, arguments: [wanted])
        var admitted: [String] = []
        for group in groups {
            let queued = try String.fetchAll(
                database, sql: "SELECT run_id FROM run_groups WHERE group_key = ? AND is_admitted = 0 ORDER BY run_id LIMIT ?",
                arguments: [group, try room(in: group, database)])
            for run in queued where try run == wanted ?? run && hasRoom(run, database) {
                try admit(run, at: time, database)
                admitted.append(run)
            }
        }
        return admitted
    }

    /// The open runs of a group, oldest first.
    static func members(of group: String, _ database: Database) throws -> [String] {
        let sql = "SELECT run_id FROM run_groups WHERE group_key = ? ORDER BY run_id"
        return try String.fetchAll(database.cachedStatement(sql: sql), arguments: [group])
    }

    /// Counts no further than the limit: thousands may be queued.
    private static func isFull(_ group: RunGroup, _ database: Database) throws -> Bool {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM run_groups WHERE group_key = ? LIMIT ?)"
        return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [group.key, group.limit]) == group.limit
    }

    private static func room(in group: String, _ database: Database) throws -> Int {
        let sql = "SELECT max(0, min(max_open) - sum(is_admitted)) FROM run_groups WHERE group_key = ?"
        return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [group]) ?? 0
    }

    private static func hasRoom(_ run: String, _ database: Database) throws -> Bool {
        let groups = try String.fetchAll(
            database, sql: "SELECT group_key FROM run_groups WHERE run_id = ? AND is_admitted = 0", arguments: [run])
        guard !groups.isEmpty else { return false }
        for group in groups where try room(in: group, database) == 0 { return false }
        return true
    }

    private static func admit(_ run: String, at time: Timestamp, _ database: Database) throws {
        let body = Data(StoredEntry.body(.runAdmitted(RunAdmitted(at: time))))
        let sql = """
            INSERT INTO records (run_id, seq, body) SELECT id, next_seq, ? FROM runs WHERE id = ? AND status = 'queued'
            """
        try database.cachedStatement(sql: sql).execute(arguments: [body, run])
        guard database.changesCount == 1 else { return }
        try database.cachedStatement(
            sql: "UPDATE runs SET status = 'running', next_seq = next_seq + 1, updated_at = ? WHERE id = ?"
        ).execute(arguments: [time.microseconds, run])
        try database.cachedStatement(sql: "UPDATE run_groups SET is_admitted = 1 WHERE run_id = ?").execute(arguments: [run])
    }
}
