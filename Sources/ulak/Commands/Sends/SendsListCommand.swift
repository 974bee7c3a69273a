import ArgumentParser
import Foundation
import RunEngine
import Values
import WorkflowModel

/// `ulak sends list`
struct SendsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List sends, newest first.",
        discussion: """
            sending    the request may be on its way; if its process has ended, `ulak runs resume` finds out
            sent       the provider has it
            not_sent   surely not sent, at least so far
            unknown    nobody knows, and the same request goes out again to find out
            held       nobody knows, and `ulak runs resolve` has to say
            unsettled  nobody knows, and the workflow went on (`on_unknown: fail`)
            """)

    @Flag(help: "Only those that are still to be found out: sending, unknown, held.")
    var unknown = false

    @Option(help: "Only those that stand so; may be given several times.")
    var state: [SendEntry.State] = []

    @Option(help: "Only those of this workflow.")
    var workflow: String?

    @Option(help: "Only those of this run.")
    var run: String?

    @Option(help: ArgumentHelp("Only those behind this place, which the page before has named.", valueName: "place"))
    var after: String?

    @Option(help: "How many at the most.")
    var limit: Int = 50

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: RunsOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
        guard state.isEmpty || !unknown else { throw ValidationError("--unknown and --state do not go together.") }
        if let after, SendPlace(text: after) == nil {
            throw ValidationError("--after takes the place that the page before has named, not `\(after)`.")
        }
    }

    private var isFiltered: Bool { !state.isEmpty || workflow != nil || run != nil || after != nil }

    func run() async throws {
        let project = options.project
        var sends: [SendSummary] = []
        if FileManager.default.fileExists(atPath: project.journalPath) {
            var wanted: RunID?
            if let run { wanted = try await project.openRun(run).snapshot.run }
            let query = SendQuery(
                states: unknown ? SendEntry.State.open : state.isEmpty ? nil : Set(state),
                workflow: workflow.map { WorkflowName($0) }, run: wanted, after: after.flatMap { SendPlace(text: $0) },
                limit: limit + 1)
            sends = try await project.withJournal { journal throws(JournalError) in try await journal.sends(query) }
        }
        let next = sends.count > limit ? sends[limit - 1].place : nil
        sends = Array(sends.prefix(limit))
        defer { if let next { Terminal.error.write("There are more: --after \(next.text)\n") } }
        if json { return Terminal.output.write(Value.list(sends.map(\.json)).jsonText(.indented) + "\n") }
        guard !sends.isEmpty else {
            return Terminal.error.write(
                unknown ? "Every send is settled.\n" : isFiltered ? "No such sends.\n" : "Nothing was sent yet.\n")
        }
        var table = TextTable(header: ["RUN", "STEP", "NODE", "ATTEMPT", "STARTED", "STATE"])
        table.rows = sends.map { send in
            let key = send.entry.key
            return [
                send.run.rawValue, key.step.rawValue + (key.item.map { "[\($0)]" } ?? ""), send.entry.node.rawValue,
                "\(key.attempt)", send.entry.startedAt.description, send.entry.state.rawValue,
            ]
        }
        Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
    }
}

extension SendEntry.State: ExpressibleByArgument {}
