import ArgumentParser
import NodeCatalog
import Values

/// `ulak nodes list`
struct NodesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all nodes.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let project = project.project
        var findings = project.diagnostics
        var nodes: [NodeManifest] = []
        for name in project.catalog.names {
            switch project.catalog.lookup(name) {
            case .found(let manifest): nodes.append(manifest)
            case .broken(let diagnostics): findings += diagnostics
            case .unknown: break
            }
        }
        if json {
            let list = nodes.map { node -> Value in
                ["name": .string(node.name.rawValue), "kind": .string(node.kind.rawValue), "title": .string(node.title)]
            }
            Terminal.output.write(Value.list(list).jsonText(.indented) + "\n")
        } else {
            var table = TextTable(header: ["NODE", "KIND", "WHAT IT DOES"])
            table.rows = nodes.map { [$0.name.rawValue, $0.kind.rawValue, $0.title] }
            Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
        }
        if findings.hasErrors { throw findings.report() }
    }
}
