import Foundation
import JournalSQLite
import Logging
import NodeCatalog
import NodeRuntime
import RunEngine
import UnixSignals
import Values
import Vault
import WorkflowModel

/// One run in the hands of the command line: journal, driver, signals and what is shown meanwhile.
struct RunSession {
    let project: Project
    let catalog: Catalog
    let plan: Plan
    let credentials: ScopedCredentials
    let baseURLs: [String: String]
    /// The run is printed as JSON when it has ended, and nothing is shown before.
    let json: Bool

    /// Starts a run and stays with it.
    func start(trigger: RunTrigger, inputs: ValueObject) async throws -> ExitStatus {
        do throws(CommandFailure) {
            try project.prepareJournalFolder()
        } catch {
            throw error.report(.runFailed)
        }
        let group: RunGroup?
        do throws(PlacedEvaluationError) {
            group = try plan.concurrencyGroup(trigger: trigger.data, inputs: inputs)
        } catch {
            throw CommandFailure(message: "`concurrency.key` of `\(plan.workflow)`: \(error.failure.message)").report(.runFailed)
        }
        let run = RunID(at: .now, random: (.random(in: .min ... .max), .random(in: .min ... .max)))
        let progress = RunProgress(plan: plan, now: { .now })
        guard let group else {
            return await carryOut(run, progress) { hands throws(JournalError) in
                try await hands.driver.start(PlanGraph(plan), run: run, trigger: trigger, inputs: inputs, control: hands.control)
            }
        }
        let start = RunStarted(run: run, of: plan, trigger: trigger, inputs: inputs, groups: [group], at: .now)
        return await carryOut(run, progress) { hands throws(JournalError) in
            let accepted = try await hands.intake.accept(NewRun(start: start, planSource: plan.source))
            if accepted.result == .skipped {
                let others = try await hands.intake.others(start)
                _ = CommandFailure(
                    message: "`\(plan.workflow)` does not start: its group has no room, and `on_limit` is `skip`", help: [others]
                ).report()
                return nil
            }
            if !json { progress.observe(run, .runStarted(start)) }
            return try await resume(run, try await turn(of: start, progress, hands), hands)
        }
    }

    /// Takes a run over from the journal and stays with it.
    ///
    /// - Parameters:
    ///   - commands: carried out before anything else.
    ///   - waits: for its turn, where the run is queued; else it stays queued.
    func resume(_ snapshot: RunSnapshot, commands: [RunCommand] = [], waits: Bool = true) async -> ExitStatus {
        let progress = RunProgress(plan: plan, now: { .now }, goingOnFrom: snapshot)
        return await carryOut(snapshot.run, progress) { hands throws(JournalError) in
            guard snapshot.status == .queued, commands.isEmpty else { return try await resume(snapshot.run, commands, hands) }
            if !waits, try await !hands.intake.begins(snapshot.run) { return snapshot }
            return try await resume(snapshot.run, try await turn(of: snapshot.start, progress, hands), hands)
        }
    }

    /// What a run is carried out with.
    private struct Hands {
        let driver: RunDriver
        let intake: OneShotIntake
        let control: RunControl
    }

    private func turn(
        of start: RunStarted, _ progress: RunProgress, _ hands: Hands
    ) async throws(JournalError) -> [RunCommand] {
        try await hands.intake.awaitTurn(of: start, hands.control, say: { if !json { progress.say($0) } })
    }

    private func resume(_ run: RunID, _ commands: [RunCommand], _ hands: Hands) async throws(JournalError) -> RunSnapshot {
        let plan = plan
        let recovery = RunRecovery(journal: hands.intake.journal, driver: hands.driver, compile: { _ in plan })
        do throws(RecoveryError) {
            return try await recovery.resume(run, commands: commands, control: hands.control)
        } catch {
            if case .journal(let error) = error { throw error }
            throw JournalError(.damaged, message: "\(error)")
        }
    }

    /// - Parameter work: gives the run as it stands then; nil when it did not start, which was said.
    private func carryOut(
        _ run: RunID, _ progress: RunProgress,
        _ work: (Hands) async throws(JournalError) -> RunSnapshot?
    ) async -> ExitStatus {
        let lock: RunLock
        do throws(JournalError) {
            guard let acquired = try RunLock.acquire(run, journal: project.journalPath) else { return Self.inOtherHands(run) }
            lock = acquired
        } catch {
            return CommandFailure(message: "the journal: \(error.message)").report(.runFailed)
        }
        defer { lock.release() }
        let transport = HTTPClientTransport()
        // The progress shows what the `log` node writes.
        let quiet = Logger(label: "ulak", factory: { _ in SwiftLogNoOpLogHandler() })
        let control = RunControl()
        let watch = Task { await Self.cancelOnSignal(control, progress) }
        let requests = Task { await lock.forwardCancel(to: control) { progress.say(Self.stopping) } }
        let animation = Task { await progress.animate() }
        let status: ExitStatus
        do throws(JournalError) {
            let journal = try SQLiteJournal(path: project.journalPath)
            let folder = plan.source.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let subworkflows = OneShotSubworkflows(
                project: project, journal: journal, folder: folder.joined(separator: "/"), credentials: credentials)
            let services = NodeServices(
                event: { key async throws(JournalError) in try await journal.event(key) }, subworkflows: subworkflows,
                codes: journal, access: LocalAccess(environment: project.environment))
            let runner = CatalogNodeRunner(
                catalog: catalog, credentials: credentials, transport: transport, baseURLs: baseURLs, services: services,
                logger: quiet, userAgent: "ulak/\(Version.number)")
            let driver = RunDriver(
                journal: journal, runner: runner, clock: ContinuousClock(), now: { .now }, observer: json ? nil : progress)
            subworkflows.attach(driver, run: run, control: control)
            let intake = OneShotIntake(project: project, journal: journal, driver: driver)
            let snapshot = try await work(Hands(driver: driver, intake: intake, control: control))
            if snapshot?.status == .cancelled { subworkflows.cancel() }
            await subworkflows.finish()
            animation.cancel()
            await animation.value
            if let snapshot, json { Terminal.output.write(snapshot.json.jsonText(.indented) + "\n") }
            if let snapshot, !json { progress.finish(snapshot) }
            await tend(journal)
            await journal.close()
            status = Self.status(snapshot?.status ?? .cancelled)
        } catch {
            status = CommandFailure(message: "the journal: \(error.message)").report(.runFailed)
        }
        watch.cancel()
        requests.cancel()
        animation.cancel()
        try? await transport.shutdown()
        return status
    }

    /// A little of what keeps the journal small, after the run. What fails here is made up for the next time.
    private func tend(_ journal: SQLiteJournal) async {
        guard let policy = try? project.retention() else { return }
        _ = try? await JournalTender(journal: journal, policy: policy).tend(at: .now, portions: 2)
    }

    /// Another process carries the run out; a second one could send what the first is sending.
    static func inOtherHands(_ run: RunID) -> ExitStatus {
        CommandFailure(
            message: "run `\(run)` is still going in another process", help: ["`ulak runs show \(run)` tells how far it is"]
        ).report(.runFailed)
    }

    private static let stopping = "stopping: no step starts any more, what is being sent is awaited"

    private static func cancelOnSignal(_ control: RunControl, _ progress: RunProgress) async {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        for await _ in signals {
            progress.say(stopping)
            control.send(.cancel)
        }
    }

    private static func status(_ status: RunStatus) -> ExitStatus {
        switch status {
        case .succeeded: .success
        case .unknown: .unknown
        case .failed, .cancelled, .queued, .running, .waiting: .runFailed
        }
    }
}

extension Timestamp {
    /// The wall time.
    static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}
