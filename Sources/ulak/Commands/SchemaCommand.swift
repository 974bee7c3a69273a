import ArgumentParser
import Daemon
import Diagnostics
import NodeCatalog
import Values
import WorkflowLanguage

/// `ulak schema`: what files may hold, for editors.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of workflows, manifests or ulak.yaml, for your editor.",
        discussion: """
              ulak schema > workflow.schema.json

            and at the top of a workflow, for editors that know the YAML language server:

              # yaml-language-server: $schema=../workflow.schema.json

            Your own nodes are in it. `ulak validate` says more: a schema knows nothing of expressions.
            """)

    /// The kinds of files.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case workflow
        /// `nodes/<provider>/<operation>.yaml`
        case node
        /// `nodes/<provider>/provider.yaml`
        case provider
        /// `ulak.yaml`
        case configuration
    }

    @Argument(help: "Of what: workflow, node, provider or configuration.")
    var kind: Kind = .workflow

    @OptionGroup var options: ProjectOptions

    func run() async throws {
        let schema: Value
        switch kind {
        case .workflow:
            let project = options.project
            let mistakes = project.diagnostics + project.catalog.names.flatMap { project.catalog.lookup($0).diagnostics }
            guard !mistakes.hasErrors else { throw mistakes.report() }
            schema = WorkflowSchema(catalog: project.catalog).json
        case .node: schema = ManifestSchema.node
        case .provider: schema = ManifestSchema.provider
        case .configuration: schema = ConfigurationFile.schema
        }
        Terminal.output.write(schema.jsonText(.indented) + "\n")
    }
}

extension Catalog.Lookup {
    /// What is wrong with the manifest.
    fileprivate var diagnostics: [Diagnostic] {
        if case .broken(let diagnostics) = self { diagnostics } else { [] }
    }
}
