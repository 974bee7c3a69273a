import ArgumentParser
import Daemon
import Foundation
import Logging
import NodeCatalog
import NodeRuntime
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
    var folder: String?

    @Option(help: "Where to listen (else ULAK_HOST, else 127.0.0.1).")
    var host: String?

    @Option(help: "The port (else ULAK_PORT, else 7373); 0 is a free one.")
    var port: Int?

    @Option(help: ArgumentHelp("Write the port to a file once the daemon listens.", valueName: "file"))
    var portFile: String?

    @OptionGroup var options: ProjectOptions

    func run() async throws {
        let project = options.project
        let obstacles = project.diagnostics + project.addressFindings
        guard !obstacles.hasErrors else { throw obstacles.report() }
        let environment = project.environment
        let folder = folder ?? environment["ULAK_WORKFLOWS"] ?? WorkflowFile.folder
        let host = host ?? environment["ULAK_HOST"] ?? "127.0.0.1"
        let port = port ?? environment["ULAK_PORT"].flatMap { Int($0) } ?? 7373
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
        let credentials = try project.credentials()
        let token: (value: Secret?, path: String?)
        if let kept = try await project.apiToken(credentials) {
            token = (kept, nil)
        } else {
            do throws(APITokenError) {
                token = try APIToken.find(environment: environment, journal: project.journalPath, host: host)
            } catch {
                throw CommandFailure(message: error.message).report(.runFailed)
            }
        }
        let retention: RetentionPolicy
        do throws(CommandFailure) {
            retention = try project.retention()
        } catch {
            throw error.report()
        }
        let settings = DaemonSettings(
            folder: folder, journalPath: project.journalPath, catalog: project.catalog, credentials: credentials,
            baseURLs: project.baseURLs, server: ServerConfiguration(host: host, port: port, token: token.value),
            tokenPath: token.path, runsAtOnce: environment["ULAK_RUNS_AT_ONCE"].flatMap { Int($0) }.map { max(1, $0) } ?? 256,
            grace: environment["ULAK_GRACE"].flatMap { Duration(text: $0) } ?? .seconds(10), retention: retention,
            userAgent: "ulak/\(Version.number)", access: LocalAccess(environment: environment))
        let logger = Self.logger(environment)
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

    /// Text on a terminal, JSON lines otherwise, unless the configuration says so.
    private static func logger(_ environment: [String: String]) -> Logger {
        let format: StructuredLogHandler.Format =
            switch environment["ULAK_LOG_FORMAT"] {
            case "text": .text
            case "json": .json
            default: StandardError.isTerminal ? .text : .json
            }
        let masking = Masking(isOn: environment["ULAK_LOG_NUMBERS"] != "full")
        return Logger(label: "ulak") { _ in
            var handler = StructuredLogHandler(
                format: format, masking: masking, serviceVersion: Version.number, now: { .now },
                write: { StandardError.write($0) })
            handler.logLevel = environment["ULAK_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .info
            return handler
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
