import ArgumentParser
import Foundation
import RunEngine
import WorkflowModel

/// `ulak runs resume`: goes on with what a process left open.
struct RunsResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with runs that a process left open, from their last finished step.",
        discussion: """
            Steps that have ended are not repeated. A message that was being sent when the process ended is unknown, and is
            settled by what its node says about that before anything is sent again.
            """)

    @Argument(help: "The run's id, the beginning of one, or `last`; without it, all open runs.")
    var run: String?

    @Flag(help: "Print the run as JSON when it has ended.")
    var json = false

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        var wanted: [String] = []
        if let run {
            wanted = [run]
        } else if FileManager.default.fileExists(atPath: project.journalPath) {
            let open = try await project.withJournal { journal throws(JournalError) in try await journal.openRuns() }
            wanted = open.filter { $0.status.name != .unknown }.map(\.id.rawValue)
        }
        if try await DaemonClient.find(project) != nil {
            throw CommandFailure(
                message: "a daemon serves this journal and goes on with its runs by itself",
                help: ["`ulak runs list` shows how they stand"]
            ).report()
        }
        if wanted.isEmpty { Terminal.error.write("No run is open.\n") }
        var worst = ExitStatus.success
        for id in wanted {
            let (snapshot, source) = try await project.openRun(id)
            guard !snapshot.status.isFinal else {
                // It may have ended since the list was read.
                if run == nil { continue }
                throw CommandFailure(message: "run `\(snapshot.run)` has ended: \(snapshot.status.name.rawValue)").report()
            }
            // Of all open runs, those that another process carries out are no business of ours.
            if run == nil, try project.isInOtherHands(snapshot.run) { continue }
            // Of all open runs, one whose group has no room does not keep the others waiting.
            let status = try await project.goOn(snapshot, source, inSandbox: options.sandbox, json: json, waits: run != nil)
            if status.rawValue > worst.rawValue { worst = status }
        }
        if worst != .success { throw worst }
    }
}
