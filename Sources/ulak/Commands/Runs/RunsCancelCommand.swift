import ArgumentParser
import JournalSQLite
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
        if let ended = try await endedElsewhere(snapshot.run, project) {
            Terminal.error.write("The process that has run \(id) in hand has ended it: \(ended.name.rawValue).\n")
            return
        }
        let status = try await project.goOn(
            snapshot, source, commands: [.cancel], inSandbox: options.sandbox, json: json)
        // The run ends as cancelled, which is what was asked for.
        if status == .unknown { throw status }
    }

    /// Lets the process that has the run in hand end it, and gives how it ended; nil when nobody has it in hand.
    private func endedElsewhere(_ run: RunID, _ project: Project) async throws -> RunStatus? {
        var isAsked = false
        while try project.isInOtherHands(run) {
            if !isAsked {
                do throws(JournalError) {
                    try RunLock.requestCancel(of: run, journal: project.journalPath)
                } catch {
                    throw CommandFailure(message: error.message).report(.runFailed)
                }
                isAsked = true
            }
            try? await ContinuousClock().sleep(for: .milliseconds(100))
        }
        guard isAsked else { return nil }
        // It may have ended without looking; what it did not do is done here.
        let status = try await project.withJournal { journal throws(JournalError) in try await journal.summary(of: run)?.status }
        return status?.isFinal == true ? status : nil
    }
}
