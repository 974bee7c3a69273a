import Diagnostics
import Foundation
import NodeCatalog
import RunEngine
import WorkflowLanguage
import WorkflowModel

extension Project {
    /// The run that a person means: its id, the beginning of one, or `last`; and what its plan was made from.
    func openRun(_ wanted: String) async throws -> (snapshot: RunSnapshot, source: PlanSource?) {
        let notFound = CommandFailure(message: "there is no run `\(wanted)`", help: ["`ulak runs list` shows the last ones"])
        guard FileManager.default.fileExists(atPath: journalPath) else { throw notFound.report() }
        let found = try await withJournal { journal throws(JournalError) -> (RunSnapshot, PlanSource?)? in
            guard let id = try await Self.find(wanted, in: journal),
                let snapshot = RunSnapshot(records: try await journal.records(of: id))
            else { return nil }
            return (snapshot, try await journal.planSource(snapshot.start.plan))
        }
        guard let found else { throw notFound.report() }
        return found
    }

    private static func find(_ wanted: String, in journal: some JournalReading) async throws(JournalError) -> RunID? {
        if wanted == "last" { return try await journal.runs(RunQuery(limit: 1)).first?.id }
        if let exact = try await journal.summary(of: RunID(wanted)) { return exact.id }
        let matches = try await journal.runs(RunQuery(limit: 10_000)).filter { $0.id.rawValue.hasPrefix(wanted) }
        return matches.count == 1 ? matches.first?.id : nil
    }

    /// A session that goes on with a run, on the plan that it started with and not on today's file.
    func session(_ snapshot: RunSnapshot, _ source: PlanSource?, json: Bool) throws -> RunSession {
        guard let source else {
            throw CommandFailure(message: "the journal has no plan for run `\(snapshot.run)`").report(.runFailed)
        }
        let catalog = catalog.adding(manifests: source.manifests)
        let (plan, diagnostics) = WorkflowCompiler(catalog: catalog).compile(source.text, path: source.path)
        guard let plan else {
            _ = diagnostics.report()
            throw CommandFailure(
                message:
                    "run `\(snapshot.run)` cannot go on: the workflow, as it was when the run started, does not compile any more"
            ).report(.runFailed)
        }
        let missing = CredentialCheck(catalog: catalog, credentials: credentials).findings(plan, severity: .error)
        guard missing.isEmpty else { throw missing.report() }
        return RunSession(
            project: self, catalog: catalog, plan: plan, credentials: credentials, baseURLs: baseURLs, json: json)
    }
}
