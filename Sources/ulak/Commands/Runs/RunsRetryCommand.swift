import ArgumentParser
import RunEngine
import WorkflowModel

/// `ulak runs retry`: has a run that failed or was cancelled go on, or starts the same run once more.
struct RunsRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Go on with a run that failed, from the failed step.",
        discussion: """
            What succeeded is not done again. A failed message that may have been sent after all is left to you first.
            With --new the whole run is started once more, as a new one with the same inputs and the same plan.
            """)

    @Argument(help: "The run's id, the beginning of one, or `last`.")
    var run: String

    @Flag(help: "Start the whole run again, as a new one: what it sent is sent again.")
    var new = false

    @Flag(help: "Print the run as JSON when it has ended.")
    var json = false

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        let (snapshot, source) = try await project.openRun(run)
        let status: ExitStatus
        if new {
            status = try await project.startAgain(snapshot, source, inSandbox: options.sandbox, json: json)
        } else {
            guard [.failed, .cancelled].contains(snapshot.status.name) else {
                throw CommandFailure(
                    message: "run `\(snapshot.run)` has not failed: it is \(snapshot.status.name.rawValue)",
                    help: [Self.advice(snapshot)]
                ).report()
            }
            if try await project.askedDaemon("retry", snapshot.run.rawValue, said: "goes on with") { return }
            status = try await project.goOn(
                snapshot, source, commands: [.retry], inSandbox: options.sandbox, json: json)
        }
        if status != .success { throw status }
    }

    private static func advice(_ snapshot: RunSnapshot) -> String {
        switch snapshot.status {
        case .succeeded: "ulak runs retry \(snapshot.run) --new   # does all of it again"
        case .unknown: "ulak runs show \(snapshot.run)   # names what is to be settled"
        default: "ulak runs resume \(snapshot.run)"
        }
    }
}
