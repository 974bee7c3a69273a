import ArgumentParser
import Diagnostics
import NodeCatalog
import Values
import WorkflowModel

/// `ulak nodes show`
struct NodesShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Explain one node: parameters, outputs, an example.")

    @Argument(help: "The node, such as turkeysms.send_sms.")
    var name: String

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let catalog = project.project.catalog
        switch catalog.lookup(NodeName(name)) {
        case .found(let manifest): Terminal.output.write(NodePage(manifest).text())
        case .broken(let diagnostics): throw diagnostics.report()
        case .unknown:
            let names = catalog.names.map(\.rawValue)
            let near = closestMatch(to: name, in: names) ?? names.first { $0.hasSuffix("." + name) }
            throw CommandFailure(
                message: "there is no node `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? ""),
                help: ["`ulak nodes list` shows every node"]
            ).report()
        }
    }
}
