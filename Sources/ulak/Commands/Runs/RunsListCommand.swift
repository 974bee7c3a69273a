import ArgumentParser
import Foundation
import RunEngine
import Values
import WorkflowModel

/// `ulak runs list`
struct RunsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List runs, newest first.")

    @Option(help: "Only runs of this workflow.")
    var workflow: String?

    @Option(help: "Only runs that stand so: running, waiting, succeeded, failed, unknown, cancelled.")
    var status: [RunStatus.Name] = []

    @Option(help: "How many at the most.")
    var limit: Int = 20

    @Option(help: ArgumentHelp("Only runs before this one; for the next page.", valueName: "run"))
    var before: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: RunsOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func run() async throws {
        let project = options.project
        guard FileManager.default.fileExists(atPath: project.journalPath) else {
            if json { Terminal.output.write("[]\n") } else { Terminal.error.write("No runs yet.\n") }
            return
        }
        let query = RunQuery(
            workflow: workflow.map { WorkflowName($0) }, statuses: status.isEmpty ? nil : Set(status),
            before: before.map { RunID($0) }, limit: limit)
        let runs = try await project.withJournal { journal throws(JournalError) in try await journal.runs(query) }
        if json {
            Terminal.output.write(Value.list(runs.map(\.json)).jsonText(.indented) + "\n")
            return
        }
        guard !runs.isEmpty else {
            Terminal.error.write("No runs.\n")
            return
        }
        var table = TextTable(header: ["RUN", "WORKFLOW", "STATUS", "STARTED", "TOOK"])
        table.rows = runs.map { run in
            [
                run.id.rawValue, run.workflow.rawValue, run.status.name.rawValue, run.startedAt.description,
                run.finishedAt.map { ($0 - run.startedAt).display } ?? "",
            ]
        }
        Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
    }
}

extension RunStatus.Name: ExpressibleByArgument {}
