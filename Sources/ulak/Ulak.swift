import ArgumentParser

/// The command line. Data goes to standard output, everything else to standard error.
@main
struct Ulak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ulak",
        abstract: "Runs workflows that are written as YAML files: never lost, never sent twice.",
        discussion: """
            Try it without an account:
              ulak run workflows/otp-login.yaml --sandbox --input phone=905550000001

            Exit codes: 0 success, 1 the run failed, 2 bad usage or invalid files, 3 nobody knows whether something was sent.
            """,
        version: Version.text,
        subcommands: [
            NewCommand.self, RunWorkflowCommand.self, ServeCommand.self, ValidateCommand.self, RunsCommand.self,
            SendsCommand.self, JournalCommand.self, NodesCommand.self, SchemaCommand.self, ExplainCommand.self,
            EvalCommand.self, CronCommand.self, SMSCommand.self, SandboxCommand.self, VaultCommand.self,
        ])

    static func main() async {
        await main(Array(CommandLine.arguments.dropFirst()))
    }

    /// Like the parser's own `main`, with the exit codes of this program: bad usage is 2.
    static func main(_ arguments: [String]) async {
        if let mistyped = MistypedCommand(arguments, root: Self.self) { mistyped.failure.report().exit() }
        Terminal.keepPlaces()
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            ExitStatus.success.exit()
        } catch let status as ExitStatus {
            status.exit()
        } catch {
            let isHelp = exitCode(for: error) == .success
            let text = fullMessage(for: error)
            if !text.isEmpty {
                if isHelp { Terminal.output.write(text + "\n") } else { Terminal.error.write(text + "\n") }
            }
            (isHelp ? ExitStatus.success : .usage).exit()
        }
    }
}

/// What `ulak --version` says.
enum Version {
    static let number = "0.1.0"
    static var text: String { "ulak \(number)" }
}
