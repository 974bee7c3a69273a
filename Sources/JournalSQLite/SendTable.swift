import Foundation
import GRDB
import RunEngine
import Values
import WorkflowModel

/// The send ledger as a table: a row for each message, written together with the records that it tells of.
enum SendTable {
    /// The condition of the index of open sends; a query that uses it has the same words.
    static let isOpen = "state IN ('sending', 'unknown', 'held')"

    static func write(_ send: SendEntry, of run: String, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO sends (run_id, step, item, attempt, node, started_at, state) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (run_id, step, item) DO UPDATE
                SET attempt = excluded.attempt, started_at = excluded.started_at, state = excluded.state
                """)
        statement.setUncheckedArguments([
            run, send.key.step.rawValue, send.key.item ?? -1, send.key.attempt, send.node.rawValue, send.startedAt.microseconds,
            send.state.rawValue,
        ])
        try statement.execute()
    }

    /// What a person has to settle in runs that were written before there was this table. Their nodes are not known here.
    static func fillFromHeldRuns(_ database: Database) throws {
        for run in try String.fetchAll(database, sql: "SELECT id FROM runs WHERE status = 'unknown'") {
            let bodies = try Data.fetchAll(
                database, sql: "SELECT body FROM records WHERE run_id = ? ORDER BY seq", arguments: [run])
            // A run that cannot be read is found by `check`; it does not keep the others from being migrated.
            let records = bodies.compactMap { try? RunRecord(json: RunRecord.reader.read([UInt8]($0))) }
            guard records.count == bodies.count, let snapshot = RunSnapshot(records: records) else { continue }
            for held in snapshot.heldSends {
                try write(SendEntry(key: held.key, node: NodeName(""), startedAt: held.since, state: .held), of: run, database)
            }
        }
    }
}

extension SQLiteJournal {
    public func sends(_ query: SendQuery) async throws(JournalError) -> [SendSummary] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let states = query.states {
            if states.isSubset(of: SendEntry.State.open) { conditions.append(SendTable.isOpen) }
            if states != SendEntry.State.open {
                let wanted = states.map(\.rawValue).sorted()
                conditions.append("state IN (\(wanted.map { _ in "?" }.joined(separator: ", ")))")
                for state in wanted { arguments += [state] }
            }
        }
        if let workflow = query.workflow {
            conditions.append("workflow = ?")
            arguments += [workflow.rawValue]
        }
        if let run = query.run {
            conditions.append("run_id = ?")
            arguments += [run.rawValue]
        }
        if let place = query.after {
            // The first condition is what the index serves.
            conditions.append(
                """
                sends.started_at <= ? AND (sends.started_at < ? OR run_id < ?
                OR (run_id = ? AND (step, item) > (?, ?)))
                """)
            let run = place.run.rawValue
            arguments += [
                place.startedAt.microseconds, place.startedAt.microseconds, run, run, place.step.rawValue, place.item ?? -1,
            ]
        }
        arguments += [query.limit]
        let filter = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let sql = """
            SELECT sends.*, workflow FROM sends JOIN runs ON runs.id = run_id \(filter)
            ORDER BY sends.started_at DESC, run_id DESC, step, item LIMIT ?
            """
        return try await read { [arguments] database in
            try Row.fetchAll(database, sql: sql, arguments: arguments).map(self.send)
        }
    }

    func send(_ row: Row) throws -> SendSummary {
        let run: String = row["run_id"]
        guard let state = SendEntry.State(rawValue: row["state"]) else {
            throw JournalError(.damaged, message: "a send of run \(run) in `\(path)` has no state that makes sense")
        }
        let item: Int = row["item"]
        return SendSummary(
            run: RunID(run), workflow: WorkflowName(row["workflow"]),
            entry: SendEntry(
                key: AttemptKey(step: StepID(row["step"]), item: item < 0 ? nil : item, attempt: row["attempt"]),
                node: NodeName(row["node"]), startedAt: Timestamp(microseconds: row["started_at"]), state: state))
    }
}
