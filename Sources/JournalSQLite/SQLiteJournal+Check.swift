import GRDB
import RunEngine
import WorkflowModel

extension SQLiteJournal {
    /// Makes a plan again from its texts; nil when it does not compile any more.
    public typealias Compile = @Sendable (PlanSource) -> Plan?

    /// Reads everything and says what is wrong, a line each; empty when nothing is.
    ///
    /// - Parameter compile: with it, the records are held against their plan, and the send ledger against the records.
    public func check(compile: Compile? = nil) async throws(JournalError) -> [String] {
        let file = try await read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
                    "a row of `\($0[0] as String)` belongs to nothing"
                }
        }
        guard file.isEmpty else { return file }
        var plans = Plans(compile: compile), problems: [String] = []
        for run in try await runIDs() {
            problems += try await examine(run, &plans).problems.map { "run \(run): \($0)" }
        }
        return problems
    }

    /// Rebuilds what stands beside the records (lists, ledger, awaited events, groups) from the records, in one transaction.
    ///
    /// Nothing else may work on the journal meanwhile. What cannot be worked out stays, and `check` goes on telling it.
    ///
    /// - Returns: what was mended, a line each.
    public func repair(compile: Compile? = nil) async throws(JournalError) -> [String] {
        var plans = Plans(compile: compile), mended: [String] = []
        var folds: [(run: RunID, fold: RunFold)] = []
        for run in try await runIDs() {
            let found = try await examine(run, &plans)
            guard let fold = found.fold, !found.problems.isEmpty else { continue }
            folds.append((run, fold))
            mended += found.problems.map { "run \(run): \($0)" }
        }
        try await write { [folds] database in
            for (run, fold) in folds { try fold.rebuild(run, database) }
        }
        return mended
    }

    private func runIDs() async throws(JournalError) -> [RunID] {
        try await read { try String.fetchAll($0, sql: "SELECT id FROM runs ORDER BY id DESC").map { RunID($0) } }
    }

    /// What is wrong with a run, and what its records say where they can be read.
    private func examine(
        _ run: RunID, _ plans: inout Plans
    ) async throws(JournalError) -> (problems: [String], fold: RunFold?) {
        let rows: RunRows?
        do throws(JournalError) {
            rows = try await read { try RunRows(run, of: self, $0) }
        } catch {
            guard error.code == .damaged else { throw error }
            return ([error.message], nil)
        }
        // Removed meanwhile.
        guard let rows else { return ([], nil) }
        var plan: Plan?
        do throws(JournalError) {
            plan = try await plans.plan(rows.summary.plan, of: self)
        } catch {
            guard error.code == .damaged else { throw error }
            return ([error.message], nil)
        }
        do throws(ReplayError) {
            guard let fold = try RunFold(records: rows.records, plan: plan) else {
                return (["it does not begin with `run_started`"], nil)
            }
            return (rows.disagreements(with: fold), fold)
        } catch {
            return (["its records do not fit together: \(error)"], nil)
        }
    }

    /// The plans of the runs that are looked at, made once each.
    private struct Plans {
        let compile: Compile?
        private var known: [PlanHash: Plan?] = [:]

        init(compile: Compile?) {
            self.compile = compile
        }

        mutating func plan(_ hash: PlanHash, of journal: SQLiteJournal) async throws(JournalError) -> Plan? {
            guard let compile else { return nil }
            if let plan = known[hash] { return plan }
            let plan = try await journal.planSource(hash).flatMap { compile($0) }
            known[hash] = .some(plan)
            return plan
        }
    }
}

extension RunFold {
    /// Writes the rows of the run anew.
    fileprivate func rebuild(_ run: RunID, _ database: Database) throws {
        let summary = snapshot.summary
        try database.execute(
            sql: """
                UPDATE runs SET workflow = ?, trigger = ?, status = ?, started_at = ?, finished_at = ?, updated_at = ?, next_due = ?,
                next_seq = (SELECT count(*) FROM records WHERE run_id = runs.id) WHERE id = ?
                """,
            arguments: [
                summary.workflow.rawValue, summary.trigger?.rawValue, summary.status.name.rawValue,
                summary.startedAt.microseconds, summary.finishedAt?.microseconds, summary.updatedAt.microseconds,
                summary.status.due?.microseconds, run.rawValue,
            ])
        if let sends {
            try database.execute(sql: "DELETE FROM sends WHERE run_id = ?", arguments: [run.rawValue])
            for send in sends { try SendTable.write(send, of: run.rawValue, database) }
        }
        try AwaitedTable.replace(run.rawValue, snapshot.awaitedEvents, database)
        try database.execute(sql: "DELETE FROM run_groups WHERE run_id = ?", arguments: [run.rawValue])
        try GroupTable.insert(run.rawValue, groups, isAdmitted: snapshot.isAdmitted, database)
    }
}
