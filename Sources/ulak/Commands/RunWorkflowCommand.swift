import ArgumentParser
import Diagnostics
import RunEngine
import Values
import WorkflowModel

/// `ulak run`: one workflow, once.
struct RunWorkflowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one workflow, once.",
        discussion: """
            WORKFLOW is a file, or the name of a workflow in workflows/.

              ulak run order-shipped --event workflows/order-shipped.event.json
              ulak run otp-login --sandbox --input phone=905550000001
              ulak run appointment-reminders --dry-run --input-file workflows/appointment-reminders.inputs.json
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
        let project = project.project(sandbox: sandbox)
        let file: WorkflowFile
        do throws(FileFailure) {
            file = try WorkflowFile.find(workflow)
        } catch {
            throw [error.diagnostic].report()
        }
        let obstacles = project.diagnostics + project.addressFindings + project.retentionFindings
        guard !obstacles.hasErrors else { throw obstacles.report() }
        let (compiled, diagnostics) = file.compile(project)
        guard let plan = compiled else { throw diagnostics.report() }
        if !diagnostics.isEmpty { _ = diagnostics.report() }

        let arguments = RunArguments(plan: plan, catalog: project.catalog)
        let trigger = try unwrap(arguments.trigger(trigger, eventFile: event))
        let inputs = try unwrap(arguments.inputs(pairs: inputs, file: inputFile, trigger: trigger))
        if dryRun {
            let missing = await CredentialCheck(catalog: project.catalog, credentials: try project.credentials())
                .findings(plan, severity: .warning, without: sandbox ? SandboxCredentials.providers : [])
            if !missing.isEmpty { _ = missing.report() }
            let preview = DryRun(plan: plan, project: project, trigger: trigger, inputs: inputs)
            Terminal.output.write(json ? preview.json().jsonText(.indented) + "\n" : preview.text())
            return
        }
        let status = try await project.withSession(plan, project.catalog, inSandbox: sandbox, json: json) { session in
            try await session.start(trigger: trigger, inputs: inputs)
        }
        if status != .success { throw status }
    }

    private func unwrap<Success>(_ result: Result<Success, FindingsError>) throws -> Success {
        switch result {
        case .success(let value): return value
        case .failure(let error): throw error.findings.report()
        }
    }
}
