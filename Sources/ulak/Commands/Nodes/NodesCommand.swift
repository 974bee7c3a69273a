import ArgumentParser

/// `ulak nodes`: what workflows can be made of.
struct NodesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes", abstract: "List and explain the nodes that workflows are made of.",
        subcommands: [NodesListCommand.self, NodesShowCommand.self, NodesTestCommand.self, NodesDocsCommand.self],
        defaultSubcommand: NodesListCommand.self)
}
