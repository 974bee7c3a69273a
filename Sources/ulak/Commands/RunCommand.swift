import ArgumentParser
import Diagnostics
import Foundation
import JournalSQLite
import Logging
import NodeRuntime
import RunEngine
import Sandbox
import ServiceLifecycle
import UnixSignals
import Values
import WorkflowModel

/// `ulak run`: one workflow, once.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one workflow, once.",
        discussion: """
            WORKFLOW is a file, or the name of a workflow in workflows/.

              ulak run order-shipped --event examples/order.json
              ulak run otp-login --sandbox --input phone=905550000001
              ulak run reminders --dry-run --input-file people.json
            """)

    @Argument(help: "The workflow: a file, or a name in workflows/.")
    var workflow: String

    @Option(name: .customLong("input"), help: ArgumentHelp("An input of the workflow.", valueName: "name=value"))
    var inputs: [String] = []

    @Option(help: ArgumentHelp("Inputs as a map, in JSON or YAML.", valueName: "file"))
    var inputFile: String?

    @Option(help: ArgumentHelp("Data of the event that starts the run, as JSON; - is standard input.", valueName: "file"))
    var event: String?

    @Option(help: ArgumentHelp("The trigger that the event belongs to, where there are several.", valueName: "id"))
    var trigger: String?

    @Flag(help: "Show what would be done, with secrets masked, and do nothing.")
    var dryRun = false

    @Flag(help: "Send to simulated providers that live as long as the run, and show what they received.")
    var sandbox = false

    @Flag(help: "Print the run as JSON when it has ended.")
    var json = false

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let project = project.project
        let file: WorkflowFile
        do throws(FileFailure) {
            file = try WorkflowFile.find(workflow)
        } catch {
            throw [error.diagnostic].report()
        }
        guard !project.diagnostics.hasErrors else { throw project.diagnostics.report() }
        let (compiled, diagnostics) = file.compile(project)
        guard let plan = compiled else { throw diagnostics.report() }
        if !diagnostics.isEmpty { _ = diagnostics.report() }

        let arguments = RunArguments(plan: plan, catalog: project.catalog)
        let trigger = try unwrap(arguments.trigger(trigger, eventFile: event))
        let inputs = try unwrap(arguments.inputs(pairs: inputs, file: inputFile, trigger: trigger))
        if dryRun {
            let preview = DryRun(plan: plan, project: project, trigger: trigger, inputs: inputs)
            Terminal.output.write(json ? preview.json().jsonText(.indented) + "\n" : preview.text())
            return
        }
        let missing = CredentialCheck(catalog: project.catalog, credentials: project.credentials)
            .findings(plan, severity: .error, without: sandbox ? SandboxCredentials.providers : [])
        guard missing.isEmpty else { throw missing.report() }
        do throws(CommandFailure) {
            try project.prepareJournalFolder()
        } catch {
            throw error.report()
        }
        let status: ExitStatus
        if sandbox {
            status = try await withSandbox { sandbox, baseURL in
                let status = try await carryOut(
                    plan, trigger: trigger, inputs: inputs, project: project,
                    credentials: SandboxCredentials(plan: plan, catalog: project.catalog, others: project.credentials),
                    baseURLs: SandboxCredentials.baseURLs(baseURL))
                if !json { Terminal.error.write("\n" + InboxText.text(await sandbox.inbox())) }
                return status
            }
        } else {
            status = try await carryOut(
                plan, trigger: trigger, inputs: inputs, project: project, credentials: project.credentials,
                baseURLs: project.baseURLs)
        }
        if status != .success { throw status }
    }

    private func unwrap<Success>(_ result: Result<Success, FindingsError>) throws -> Success {
        switch result {
        case .success(let value): return value
        case .failure(let error): throw error.findings.report()
        }
    }

    private func carryOut(
        _ plan: Plan, trigger: RunTrigger, inputs: ValueObject, project: Project, credentials: any CredentialSource,
        baseURLs: [String: String]
    ) async throws -> ExitStatus {
        let now: @Sendable () -> Timestamp = { .now }
        let progress = RunProgress(plan: plan, now: now)
        let transport = HTTPClientTransport()
        // The progress shows what the `log` node writes.
        let quiet = Logger(label: "ulak", factory: { _ in SwiftLogNoOpLogHandler() })
        let runner = CatalogNodeRunner(
            catalog: project.catalog, credentials: credentials, transport: transport, baseURLs: baseURLs, logger: quiet,
            userAgent: "ulak/\(Version.number)")
        do throws(JournalError) {
            let journal = try SQLiteJournal(path: project.journalPath)
            let driver = RunDriver(
                journal: journal, runner: runner, clock: ContinuousClock(), now: now, observer: json ? nil : progress)
            let control = RunControl()
            let watch = Task { await Self.cancelOnSignal(control) }
            let animation = Task { await progress.animate() }
            let run = RunID(at: now(), random: (.random(in: .min ... .max), .random(in: .min ... .max)))
            let snapshot = try await driver.start(
                PlanGraph(plan), run: run, trigger: trigger, inputs: inputs, control: control)
            animation.cancel()
            watch.cancel()
            await animation.value
            if json {
                Terminal.output.write(snapshot.json.jsonText(.indented) + "\n")
            } else {
                progress.finish(snapshot)
            }
            await journal.close()
            try? await transport.shutdown()
            return Self.status(snapshot.status)
        } catch {
            try? await transport.shutdown()
            return CommandFailure(message: "the journal: \(error.message)").report(.runFailed)
        }
    }

    private static func cancelOnSignal(_ control: RunControl) async {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        for await _ in signals {
            Terminal.error.write("stopping: no step starts any more, what is being sent is awaited\n")
            control.send(.cancel)
        }
    }

    private static func status(_ status: RunStatus) -> ExitStatus {
        switch status {
        case .succeeded: .success
        case .unknown: .unknown
        case .failed, .cancelled, .running, .waiting: .runFailed
        }
    }
}

extension Timestamp {
    /// The wall time.
    static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}
