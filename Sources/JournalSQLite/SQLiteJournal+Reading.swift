import Foundation
import GRDB
import RunEngine
import Values
import WorkflowModel

extension SQLiteJournal {
    public func records(of run: RunID) async throws(JournalError) -> [RunRecord] {
        try await read { database in
            try self.records(of: run, database)
        }
    }

    func records(of run: RunID, _ database: Database) throws -> [RunRecord] {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT body FROM records WHERE run_id = ? ORDER BY seq", arguments: [run.rawValue])
        var records: [RunRecord] = []
        while let row = try rows.next() {
            do {
                let json = try row.withUnsafeData(atIndex: 0) { data in try RunRecord.reader.read([UInt8](data ?? Data())) }
                records.append(try RunRecord(json: json))
            } catch {
                throw JournalError(.damaged, message: "record \(records.count) of run \(run) in `\(self.path)`: \(error)")
            }
        }
        return records
    }

    public func summary(of run: RunID) async throws(JournalError) -> RunSummary? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [run.rawValue]).map(self.summary)
        }
    }

    public func runs(_ query: RunQuery) async throws(JournalError) -> [RunSummary] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let workflow = query.workflow {
            conditions.append("workflow = ?")
            arguments += [workflow.rawValue]
        }
        if let statuses = query.statuses {
            conditions.append("status IN (\(statuses.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(statuses.map(\.rawValue))
        }
        if let before = query.before {
            conditions.append("id < ?")
            arguments += [before.rawValue]
        }
        arguments += [query.limit]
        let filter = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let sql = "SELECT * FROM runs \(filter) ORDER BY id DESC LIMIT ?"
        return try await read { [arguments] database in
            try Row.fetchAll(database, sql: sql, arguments: arguments).map(self.summary)
        }
    }

    public func openRuns() async throws(JournalError) -> [RunSummary] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM runs WHERE finished_at IS NULL ORDER BY id").map(self.summary)
        }
    }

    public func dueRuns(at time: Timestamp, limit: Int) async throws(JournalError) -> [RunID] {
        try await read { database in
            let sql = "SELECT id FROM runs WHERE next_due IS NOT NULL AND next_due <= ? ORDER BY next_due, id LIMIT ?"
            return try String.fetchAll(database, sql: sql, arguments: [time.microseconds, limit]).map { RunID($0) }
        }
    }

    public func nextDue(after time: Timestamp) async throws(JournalError) -> Timestamp? {
        try await read { database in
            let sql = "SELECT min(next_due) FROM runs WHERE next_due IS NOT NULL AND next_due > ?"
            return try Int64.fetchOne(database, sql: sql, arguments: [time.microseconds]).map { Timestamp(microseconds: $0) }
        }
    }

    public func planSource(_ hash: PlanHash) async throws(JournalError) -> PlanSource? {
        try await read { database in
            let sql = "SELECT source FROM plans WHERE hash = ?"
            guard let text = try String.fetchOne(database, sql: sql, arguments: [hash.rawValue]) else { return nil }
            guard let value = try? Value(json: text), let path = value["path"]?.stringValue,
                let source = value["text"]?.stringValue
            else {
                throw JournalError(.damaged, message: "plan \(hash) in `\(self.path)` cannot be read")
            }
            let manifests = value["manifests"]?.objectValue ?? [:]
            return PlanSource(
                path: path, text: source,
                manifests: Dictionary(uniqueKeysWithValues: manifests.map { ($0.key, $0.value.stringValue ?? "") }))
        }
    }

    func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(JournalError)
        -> Result
    {
        do {
            return try await pool.read(body)
        } catch {
            throw JournalError(error, path: path)
        }
    }

    func summary(_ row: Row) throws -> RunSummary {
        func time(_ name: String) -> Timestamp? { (row[name] as Int64?).map { Timestamp(microseconds: $0) } }
        let id: String = row["id"]
        guard let name = RunStatus.Name(rawValue: row["status"]), let status = RunStatus(name: name, due: time("next_due")),
            let startedAt = time("started_at"), let updatedAt = time("updated_at")
        else { throw JournalError(.damaged, message: "run \(id) in `\(path)` has no status that makes sense") }
        return RunSummary(
            id: RunID(id), workflow: WorkflowName(row["workflow"]), plan: PlanHash(row["plan_hash"]),
            trigger: (row["trigger"] as String?).map { TriggerID($0) }, status: status, startedAt: startedAt,
            finishedAt: time("finished_at"), updatedAt: updatedAt)
    }
}
