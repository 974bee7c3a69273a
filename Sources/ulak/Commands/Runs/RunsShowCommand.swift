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

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let (snapshot, _) = try await options.project.openRun(run)
        Terminal.output.write(json ? snapshot.json.jsonText(.indented) + "\n" : RunPage(snapshot).text())
    }
}
