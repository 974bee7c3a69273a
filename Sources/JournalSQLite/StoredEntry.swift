import Foundation
import GRDB
import RunEngine
import Values
import WorkflowModel

/// A journal entry in the form in which it goes to disk, made by the caller so that the writer only writes.
struct StoredEntry: Sendable {
    let run: String
    let firstSequence: Int
    let bodies: [Data]
    let summary: RunSummary
    let planSource: String?
    let awaiting: Set<EventKey>?
    let sends: [SendEntry]

    init(_ entry: JournalEntry) {
        run = entry.run.rawValue
        firstSequence = entry.firstSequence
        summary = entry.summary
        planSource = entry.planSource.map { Self.text($0) }
        awaiting = entry.awaiting
        sends = entry.sends
        bodies = entry.records.map(Self.body)
    }

    static func body(_ record: RunRecord) -> Data { Data(JSONWriter().write(record.json)) }

    /// Writes the entry; false, and nothing written, when its first number is not the run's next one.
    func write(_ database: Database) throws -> Bool {
        let next = firstSequence + bodies.count
        if let planSource {
            let plan = try database.cachedStatement(sql: "INSERT OR IGNORE INTO plans (hash, source) VALUES (?, ?)")
            try plan.execute(arguments: [summary.plan.rawValue, planSource])
        }
        if firstSequence == 0 {
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO runs (id, workflow, plan_hash, trigger, status, started_at, finished_at, updated_at, next_due, next_seq)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                    """)
            insert.setUncheckedArguments([
                run, summary.workflow.rawValue, summary.plan.rawValue, summary.trigger?.rawValue, summary.status.name.rawValue,
                summary.startedAt.microseconds, summary.finishedAt?.microseconds, summary.updatedAt.microseconds,
                summary.status.due?.microseconds, next,
            ])
            try insert.execute()
        } else {
            let update = try database.cachedStatement(
                sql: """
                    UPDATE runs SET status = ?, finished_at = ?, updated_at = ?, next_due = ?, next_seq = ?
                    WHERE id = ? AND next_seq = ?
                    """)
            update.setUncheckedArguments([
                summary.status.name.rawValue, summary.finishedAt?.microseconds, summary.updatedAt.microseconds,
                summary.status.due?.microseconds, next, run, firstSequence,
            ])
            try update.execute()
        }
        guard database.changesCount == 1 else { return false }
        try AwaitedTable.note(self, database)
        for send in sends { try SendTable.write(send, of: run, database) }
        let insert = try database.cachedStatement(sql: "INSERT INTO records (run_id, seq, body) VALUES (?, ?, ?)")
        for (offset, body) in bodies.enumerated() {
            insert.setUncheckedArguments([run, firstSequence + offset, body])
            try insert.execute()
        }
        return true
    }

    static func text(_ source: PlanSource) -> String {
        let manifests = source.manifests.sorted { $0.key < $1.key }.map { ($0.key, Value.string($0.value)) }
        return Value.object([
            "path": .string(source.path), "text": .string(source.text), "manifests": .object(ValueObject(manifests)),
        ]).jsonText()
    }
}
