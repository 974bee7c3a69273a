import ArgumentParser

/// `ulak sandbox`: both providers, simulated on this machine.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Serve simulated providers on this machine, and look at what they received.",
        subcommands: [SandboxServeCommand.self, SandboxInboxCommand.self], defaultSubcommand: SandboxServeCommand.self)
}
