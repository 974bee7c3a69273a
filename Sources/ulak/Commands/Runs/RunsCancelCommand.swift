import ArgumentParser
import RunEngine
import WorkflowModel

/// `ulak runs cancel`: ends an open run.
struct RunsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End an open run: no step of it starts any more.",
        discussion: "A message whose outcome is unknown has to be settled before the run can end.")

    @Argument(help: "The run's id, the beginning of one, or `last`.")
    var run: String

    @Flag(help: "Print the run as JSON when it has ended.")
    var json = false

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        let (snapshot, source) = try await project.openRun(run)
        guard !snapshot.status.isFinal else {
            throw CommandFailure(message: "run `\(snapshot.run)` has ended: \(snapshot.status.name.rawValue)").report()
        }
        let id = snapshot.run.rawValue
        if try await project.askedDaemon("cancel", id, said: "ends") { return }
        let status = try await project.goOn(
            snapshot, source, commands: [.cancel], inSandbox: options.sandbox, json: json)
        // The run ends as cancelled, which is what was asked for.
        if status == .unknown { throw status }
    }
}
