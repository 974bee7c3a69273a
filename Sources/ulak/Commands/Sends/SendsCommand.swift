import ArgumentParser

/// `ulak sends`: the send ledger.
struct SendsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sends", abstract: "Look at what was sent, and at what nobody knows of.",
        subcommands: [SendsListCommand.self],
        defaultSubcommand: SendsListCommand.self)
}
