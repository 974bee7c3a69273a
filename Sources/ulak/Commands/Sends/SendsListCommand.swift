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

    @Option(help: "Only those of this run.")
    var run: String?

    @Option(help: "How many at the most.")
    var limit: Int = 50

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: RunsOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func run() async throws {
        let project = options.project
        var sends: [SendSummary] = []
        if FileManager.default.fileExists(atPath: project.journalPath) {
            var wanted: RunID?
            if let run { wanted = try await project.openRun(run).snapshot.run }
            let query = SendQuery(isOpen: unknown, run: wanted, limit: limit)
            sends = try await project.withJournal { journal throws(JournalError) in try await journal.sends(query) }
        }
        if json { return Terminal.output.write(Value.list(sends.map(\.json)).jsonText(.indented) + "\n") }
        guard !sends.isEmpty else {
            return Terminal.error.write(unknown ? "Every send is settled.\n" : "Nothing was sent yet.\n")
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

extension SendSummary {
    /// The send as data.
    var json: Value {
        var object: ValueObject = [
            "run": .string(run.rawValue), "workflow": .string(workflow.rawValue), "step": .string(entry.key.step.rawValue),
        ]
        if let item = entry.key.item { object.set("item", to: .int(Int64(item))) }
        object.set("attempt", to: .int(Int64(entry.key.attempt)))
        object.set("node", to: .string(entry.node.rawValue))
        object.set("provider", to: .string(entry.provider))
        object.set("started_at", to: .string(entry.startedAt.description))
        object.set("state", to: .string(entry.state.rawValue))
        return .object(object)
    }
}
