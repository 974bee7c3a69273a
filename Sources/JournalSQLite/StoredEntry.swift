import GRDB
import RunEngine
import Values
import WorkflowModel

/// A journal entry in the form in which it goes to disk, made by the caller so that the writer only writes.
struct StoredEntry: Sendable {
    let run: String
    let firstSequence: Int
    let bodies: [[UInt8]]
    let summary: RunSummary
    let planSource: PlanSource?
    let awaiting: Set<EventKey>?
    let sends: [SendEntry]

    init(_ entry: JournalEntry) {
        run = entry.run.rawValue
        firstSequence = entry.firstSequence
        summary = entry.summary
        planSource = entry.planSource
        awaiting = entry.awaiting
        sends = entry.sends
        bodies = entry.records.map(Self.body)
    }

    static func body(_ record: RunRecord) -> [UInt8] { JSONWriter().write(record.json) }

    /// Writes the entry; false, and nothing written, when its first number is not the run's next one.
    func write(_ statements: RunStatements) throws -> Bool {
        let database = statements.database
        if let planSource, try !statements.hasPlan(summary.plan.rawValue) {
            try database.cachedStatement(sql: "INSERT INTO plans (hash, source) VALUES (?, ?)")
                .execute(arguments: [summary.plan.rawValue, Self.text(planSource)])
        }
        guard try statements.writeRun(self) else { return false }
        try AwaitedTable.note(self, statements)
        for send in sends { try SendTable.write(send, of: run, database) }
        try statements.writeRecords(self)
        return true
    }

    static func text(_ source: PlanSource) -> String {
        let manifests = source.manifests.sorted { $0.key < $1.key }.map { ($0.key, Value.string($0.value)) }
        return Value.object([
            "path": .string(source.path), "text": .string(source.text), "manifests": .object(ValueObject(manifests)),
        ]).jsonText()
    }
}
