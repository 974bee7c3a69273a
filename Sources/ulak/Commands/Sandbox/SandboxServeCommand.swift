import ArgumentParser
import Foundation
import Logging
import Sandbox
import ServiceLifecycle
import UnixSignals

/// `ulak sandbox serve`: both providers, simulated on this machine.
struct SandboxServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve simulated providers on this machine, with an inbox to look at.",
        discussion: """
            Nothing is sent. The inbox is a web page at /inbox, and JSON at /inbox.json. The printed lines make a shell use the
            sandbox in place of the real providers:

              eval "$(ulak sandbox --print-environment --port 8025)"
            """)

    @Option(help: "The port; 0 takes a free one.")
    var port: Int = 8025

    @Option(help: ArgumentHelp("Write the port to this file once the sandbox listens.", valueName: "file"))
    var portFile: String?

    @Option(help: ArgumentHelp("Keep everything in this file, and go on from what it holds.", valueName: "file"))
    var state: String?

    @Flag(help: "Only print the environment for a sandbox on that port, and do not serve.")
    var printEnvironment = false

    @OptionGroup(title: "Delivery reports")
    var callbackOptions: SandboxCallbackOptions

    @OptionGroup(title: "Faults")
    var faultOptions: SandboxFaultOptions

    func run() async throws {
        if printEnvironment {
            guard port > 0 else { throw CommandFailure(message: "`--print-environment` needs the port of the sandbox").report() }
            Terminal.output.write(Self.environment(port))
            return
        }
        var logger = Logger(label: "ulak.sandbox", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        var configuration = SandboxConfiguration()
        configuration.port = port
        configuration.stateFile = state
        configuration.callbacks = (try? callbackOptions.targets()) ?? [:]
        do throws(FileFailure) {
            try faultOptions.apply(to: &configuration)
        } catch {
            throw [error.diagnostic].report()
        }
        let sandbox = Sandbox(configuration, logger: logger)
        let group = ServiceGroup(
            services: [sandbox], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let port = try await sandbox.waitUntilReady()
                if let portFile { try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic) }
                Terminal.error.write("The sandbox listens. Inbox: http://127.0.0.1:\(port)/inbox\n")
                if let seed = sandbox.faultSeed {
                    Terminal.error.write("Faults strike by chance, with seed \(seed): the same again with --fault-seed \(seed)\n")
                }
                Terminal.error.write("\n")
                Terminal.output.write(Self.environment(port))
                try await tasks.waitForAll()
            }
        } catch let error as StateFileError {
            throw CommandFailure(
                message: error.message, help: ["name another file with --state, or leave it out to keep everything in memory"]
            ).report(.usage)
        } catch {
            throw CommandFailure(
                message: "the sandbox cannot listen on port \(port): \(error)",
                help: ["name another port with --port, or 0 for a free one"]
            ).report(.runFailed)
        }
    }

    /// Lines for a shell: addresses and credentials of the sandbox.
    static func environment(_ port: Int) -> String {
        var text = ""
        for (provider, url) in SandboxCredentials.baseURLs("http://127.0.0.1:\(port)").sorted(by: { $0.key < $1.key }) {
            text += "export ULAK_PROVIDER_\(provider.uppercased())_URL=\(url)\n"
            for (field, value) in (SandboxCredentials.fields[provider] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text += "export ULAK_CREDENTIAL_\(provider.uppercased())_\(field.uppercased())=\(value)\n"
            }
        }
        return text
    }
}
