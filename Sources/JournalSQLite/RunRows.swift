import GRDB
import RunEngine
import WorkflowModel

/// Everything that the tables hold of one run, read at one moment.
struct RunRows: Sendable {
    struct Group: Equatable, Sendable {
        var key: String
        var limit: Int
        var isAdmitted: Bool
    }

    var summary: RunSummary
    var nextSequence: Int
    var records: [RunRecord]
    var sends: [SendEntry]
    var awaited: Set<EventKey>
    /// Of the awaited events, those that have come.
    var arrived: Set<EventKey>
    var groups: [Group]

    init?(_ run: RunID, of journal: SQLiteJournal, _ database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [run.rawValue]) else {
            return nil
        }
        summary = try journal.summary(row)
        nextSequence = row["next_seq"]
        records = try journal.records(of: run, database)
        sends = try Row.fetchAll(
            database,
            sql: "SELECT sends.*, workflow FROM sends JOIN runs ON runs.id = run_id WHERE run_id = ? ORDER BY step, item",
            arguments: [run.rawValue]
        ).map { try journal.send($0).entry }
        let keys = try Row.fetchAll(database, sql: "SELECT name, key FROM awaited WHERE run_id = ?", arguments: [run.rawValue])
            .map { EventKey(name: $0["name"], key: $0["key"]) }
        awaited = Set(keys)
        arrived = []
        for key in keys where try AwaitedTable.hasCome(key, database) { arrived.insert(key) }
        groups = try Row.fetchAll(
            database, sql: "SELECT * FROM run_groups WHERE run_id = ? ORDER BY group_key", arguments: [run.rawValue]
        ).map { Group(key: $0["group_key"], limit: $0["max_open"], isAdmitted: $0["is_admitted"]) }
    }
}

extension RunFold {
    var groupRows: [RunRows.Group] {
        groups.map { RunRows.Group(key: $0.key, limit: $0.limit, isAdmitted: snapshot.isAdmitted) }.sorted { $0.key < $1.key }
    }
}
