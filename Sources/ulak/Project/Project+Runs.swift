import Diagnostics
import Foundation
import JournalSQLite
import NodeCatalog
import RunEngine
import Sandbox
import Vault
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
        guard let found else {
            let count = try await withJournal { journal throws(JournalError) in try await Self.matches(wanted, in: journal).count
            }
            guard count > 1 else { throw notFound.report() }
            throw CommandFailure(
                message: "\(count) runs begin with `\(wanted)`", help: ["give more of the id, as `ulak runs list` shows it"]
            ).report()
        }
        return found
    }

    private static func find(_ wanted: String, in journal: some JournalReading) async throws(JournalError) -> RunID? {
        if wanted == "last" { return try await journal.runs(RunQuery(limit: 1)).first?.id }
        if let exact = try await journal.summary(of: RunID(wanted)) { return exact.id }
        let matches = try await matches(wanted, in: journal)
        return matches.count == 1 ? matches.first?.id : nil
    }

    private static func matches(_ wanted: String, in journal: some JournalReading) async throws(JournalError) -> [RunSummary] {
        try await journal.runs(RunQuery(limit: 10_000)).filter { $0.id.rawValue.hasPrefix(wanted) }
    }

    /// Whether another process carries a run out.
    func isInOtherHands(_ run: RunID) throws -> Bool {
        do throws(JournalError) {
            guard let lock = try RunLock.acquire(run, journal: journalPath) else { return true }
            lock.release()
            return false
        } catch {
            throw CommandFailure(message: "the journal: \(error.message)").report(.runFailed)
        }
    }

    /// Goes on with a run, on the plan that it started with and not on today's file.
    ///
    /// - Parameters:
    ///   - inSandbox: against simulated providers, which start empty.
    ///   - waits: for its turn, where the run is queued.
    func goOn(
        _ snapshot: RunSnapshot, _ source: PlanSource?, commands: [RunCommand] = [], inSandbox: Bool, json: Bool,
        waits: Bool = true
    ) async throws -> ExitStatus {
        let (plan, catalog) = try plan(of: snapshot, source)
        return try await withSession(plan, catalog, inSandbox: inSandbox, json: json) { session in
            await session.resume(snapshot, commands: commands, waits: waits)
        }
    }

    /// The plan that a run started with, made again from the journal, and the nodes that it knows.
    private func plan(of snapshot: RunSnapshot, _ source: PlanSource?) throws -> (Plan, Catalog) {
        guard let source else {
            throw CommandFailure(message: "the journal has no plan for run `\(snapshot.run)`").report(.runFailed)
        }
        let catalog = catalog.adding(manifests: source.manifests)
        let (plan, findings) = WorkflowCompiler(catalog: catalog).compile(source.text, path: source.path)
        guard let plan else {
            _ = findings.report()
            throw CommandFailure(
                message:
                    "run `\(snapshot.run)` cannot go on: the workflow, as it was when the run started, does not compile any more"
            ).report(.runFailed)
        }
        return (plan, catalog)
    }

    /// Starts a run once more, as a new one: the same trigger, inputs and plan.
    func startAgain(
        _ snapshot: RunSnapshot, _ source: PlanSource?, inSandbox: Bool, json: Bool
    ) async throws -> ExitStatus {
        let (plan, catalog) = try plan(of: snapshot, source)
        return try await withSession(plan, catalog, inSandbox: inSandbox, json: json) { session in
            try await session.start(trigger: snapshot.start.trigger, inputs: snapshot.start.inputs)
        }
    }

    /// Checks the credentials of a plan and gives the body a session for it, against the simulated providers or the real ones.
    func withSession(
        _ plan: Plan, _ catalog: Catalog, inSandbox: Bool, json: Bool,
        _ body: @Sendable (RunSession) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        let chain = try self.credentials()
        chain.declare(plan.credentialNames)
        let findings = await CredentialCheck(catalog: catalog, credentials: chain, opensValues: true)
            .findings(plan, severity: .error, without: inSandbox ? SandboxCredentials.providers : [])
        guard !findings.hasErrors else { throw findings.report() }
        if !findings.isEmpty { _ = findings.report() }
        func session(_ credentials: ScopedCredentials, _ baseURLs: [String: String]) -> RunSession {
            RunSession(project: self, catalog: catalog, plan: plan, credentials: credentials, baseURLs: baseURLs, json: json)
        }
        guard inSandbox else { return try await body(session(ScopedCredentials(chain, plan: plan), baseURLs)) }
        return try await withSandbox { sandbox, baseURL in
            let simulated = SandboxCredentials(plan: plan, catalog: catalog, others: chain)
            let scoped = ScopedCredentials(simulated, plan: plan) { simulated.add($0) }
            let status = try await body(session(scoped, SandboxCredentials.baseURLs(baseURL)))
            if !json { Terminal.error.write("\n" + InboxText.text(await sandbox.inbox())) }
            return status
        }
    }
}
