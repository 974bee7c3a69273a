import ArgumentParser
import Foundation
import RunEngine
import Values
import WorkflowModel

/// `ulak runs show`
struct RunsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one run: its steps and attempts.")

    @Argument(help: "The run's id, the beginning of one, or `last`.")
    var run: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let wanted = run
        let project = project.project
        guard FileManager.default.fileExists(atPath: project.journalPath) else { throw notFound }
        let snapshot = try await project.withJournal { journal throws(JournalError) -> RunSnapshot? in
            guard let id = try await Self.find(wanted, in: journal) else { return nil }
            return RunSnapshot(records: try await journal.records(of: id))
        }
        guard let snapshot else {
            throw notFound
        }
        Terminal.output.write(json ? snapshot.json.jsonText(.indented) + "\n" : RunPage(snapshot).text())
    }

    private var notFound: ExitStatus {
        CommandFailure(message: "there is no run `\(run)`", help: ["`ulak runs list` shows the last ones"]).report()
    }

    private static func find(_ wanted: String, in journal: some JournalReading) async throws(JournalError) -> RunID? {
        if wanted == "last" { return try await journal.runs(RunQuery(limit: 1)).first?.id }
        if let exact = try await journal.summary(of: RunID(wanted)) { return exact.id }
        let matches = try await journal.runs(RunQuery(limit: 10_000)).filter { $0.id.rawValue.hasPrefix(wanted) }
        return matches.count == 1 ? matches.first?.id : nil
    }
}
