import NodeCatalog
import Values
import WorkflowModel

/// The pages of `docs/nodes/`, generated from the manifests.
struct NodeDocs {
    let catalog: Catalog

    /// File names and texts, the index first.
    func files() -> [(name: String, text: String)] {
        let manifests = catalog.names.compactMap { catalog.node($0) }
        var files = [("README.md", index(manifests))]
        for manifest in manifests { files.append(("\(manifest.name).md", page(manifest))) }
        return files
    }

    private func index(_ manifests: [NodeManifest]) -> String {
        var text = """
            # Nodes

            These pages are generated from the manifests in `nodes/` by `make docs`. `ulak nodes show NAME` says the same on a
            terminal.

            """
        func section(_ title: String, _ nodes: [NodeManifest]) -> String {
            guard !nodes.isEmpty else { return "" }
            return "\n## \(title)\n\n| node | what it does |\n|---|---|\n"
                + nodes.map { "| [`\($0.name)`](\($0.name).md) | \($0.summary) |\n" }.joined()
        }
        text += section("Triggers", manifests.filter { $0.kind == .trigger })
        text += section("Built-in actions", manifests.filter { $0.kind == .action && $0.provider == nil && $0.viaRules == nil })
        text += section("Above the providers", manifests.filter { $0.viaRules != nil })
        for name in catalog.providerNames {
            guard let provider = catalog.provider(name).manifest else { continue }
            text += section(provider.title, manifests.filter { $0.provider?.name == name })
        }
        return text
    }

    private func page(_ manifest: NodeManifest) -> String {
        let page = NodePage(manifest)
        var text =
            "# `\(manifest.name)`\n\n**\(manifest.title).** \(manifest.summary)\(page.betaNote.map { "\n\n\($0)" } ?? "")\n\n```yaml\n\(page.example)```\n"
        if let parameters = manifest.parameters {
            if !parameters.isEmpty {
                text += "\n## Parameters\n\n| name | type | | |\n|---|---|---|---|\n"
                text += parameters.flatMap(page.rows).map { name, parameter in
                    "| `\(name)` | \(parameter.type.name) | \(cell(page.details(parameter))) | \(cell(parameter.help)) |\n"
                }.joined()
            }
        } else {
            text += "\n## Parameters\n\nAny.\n"
        }
        switch manifest.outputs {
        case .parameters: text += "\n## Output\n\nIts parameters, evaluated.\n"
        case .declared(let outputs) where !outputs.isEmpty:
            text += "\n## \(manifest.kind == .trigger ? "Data (`trigger`)" : "Output")\n\n| name | type | |\n|---|---|---|\n"
            text += outputs.map { "| `\($0.name)` | \($0.type.name) | \(cell($0.help)) |\n" }.joined()
        case .declared: break
        }
        if !manifest.credentialFields.isEmpty {
            text += "\n## Credential\(manifest.isCredentialOptional ? " (optional)" : "")\n\n| field | |\n|---|---|\n"
            text += manifest.credentialFields.map { "| `\($0.name)` | \(cell($0.help)) |\n" }.joined()
        }
        let codes = manifest.kind == .action ? manifest.provider?.codes ?? [:] : [:]
        if !codes.isEmpty {
            text +=
                "\n## When the provider says no\n\nA code of class `rate_limited` or `unavailable` is tried again by default.\n\n"
            text += "| code | class | meaning |\n|---|---|---|\n"
            text += codes.sorted { $0.key < $1.key }.map {
                "| `\($0.key)` | `\($0.value.kindName)` | \(cell($0.value.meaning)) |\n"
            }.joined()
        }
        if let note = page.viaNote { text += "\n## Through which provider\n\n\(note)\n" }
        if let note = page.listNote { text += "\n## Long lists\n\n\(note)\n" }
        if let note = page.unknownNote { text += "\n## When the answer is lost\n\n\(note)\n" }
        return text
    }

    private func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|")
    }
}
