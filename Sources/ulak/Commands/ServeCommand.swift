import ArgumentParser
import Daemon
import Foundation
import Logging
import NodeCatalog
import RunEngine
import Server
import Telemetry
import WorkflowModel

/// `ulak serve`: runs every workflow of a folder until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run every workflow of a folder until told to stop.",
        discussion: """
            Starts runs by their triggers (cron, webhook, file_watch, delivery reports), goes on with what an earlier process left
            open, and serves the API. Changed files are taken over while it runs; SIGHUP reads them again, SIGTERM stops: what has
            begun is awaited for a while, the rest goes on when the daemon comes back.
            """)

    @Argument(help: "The folder with the workflow files.")
    var folder = "workflows"

    @Option(help: "Where to listen; other hosts than this one can reach it only if you say so.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 is a free one.")
    var port = 7373

    @Option(help: ArgumentHelp("Write the port to a file once the daemon listens.", valueName: "file"))
    var portFile: String?

    @OptionGroup var options: ProjectOptions

    func run() async throws {
        let project = options.project
        let obstacles = project.diagnostics + project.addressFindings
        guard !obstacles.hasErrors else { throw obstacles.report() }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure(
                message: "there is no folder `\(folder)`", help: ["ulak serve FOLDER   # the folder with your workflow files"]
            ).report()
        }
        do throws(CommandFailure) {
            try project.prepareJournalFolder()
        } catch {
            throw error.report(.runFailed)
        }
        let settings = DaemonSettings(
            folder: folder, journalPath: project.journalPath, catalog: project.catalog, credentials: try project.credentials(),
            baseURLs: project.baseURLs, server: ServerConfiguration(host: host, port: port),
            userAgent: "ulak/\(Version.number)")
        let logger = Logger(label: "ulak") { _ in
            StructuredLogHandler(
                format: StandardError.isTerminal ? .text : .json, serviceVersion: Version.number, now: { .now },
                write: StandardError.write)
        }
        let daemon = Daemon(settings, environment: project.environment, logger: logger)
        do {
            try await daemon.run { started in
                if let portFile {
                    try? Data("\(started.port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic)
                }
                let workflows = started.workflowCount == 1 ? "1 workflow" : "\(started.workflowCount) workflows"
                Terminal.error.write("Serving \(workflows) of \(folder)/ at http://\(host):\(started.port)\n")
            }
        } catch {
            throw Self.failure(error).report(.runFailed)
        }
    }

    private static func failure(_ error: any Error) -> CommandFailure {
        switch error {
        case let error as DaemonError:
            CommandFailure(message: error.description, help: ["stop it, or name another journal with --journal FILE"])
        case let error as JournalError: CommandFailure(message: "the journal: \(error.message)")
        default: CommandFailure(message: "the daemon cannot serve: \(error)")
        }
    }
}
