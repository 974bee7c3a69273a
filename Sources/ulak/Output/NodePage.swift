import NodeCatalog
import Values
import WorkflowModel

/// One node, explained for a terminal or as Markdown.
struct NodePage {
    let manifest: NodeManifest

    init(_ manifest: NodeManifest) {
        self.manifest = manifest
    }

    /// A step or trigger with the required parameters, as it would stand in a workflow.
    var example: String {
        let name = manifest.name.rawValue.split(separator: ".").last.map(String.init) ?? manifest.name.rawValue
        var lines = ["\(manifest.kind == .trigger ? "triggers" : "steps"):", "  \(name):", "    uses: \(manifest.name)"]
        if manifest.needsCredential, manifest.kind == .action {
            lines.append("    credential: \(manifest.provider?.name ?? "name")")
        }
        let shown = (manifest.parameters ?? []).filter { $0.isRequired || $0.example != nil }
        if manifest.parameters == nil { lines += ["    with:", "      greeting: Merhaba"] }
        if !shown.isEmpty { lines.append("    with:") }
        for parameter in shown {
            let value = parameter.example ?? parameter.allowed.first ?? parameter.defaultValue ?? ""
            lines.append("      \(parameter.name): \(value.jsonText())")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a lost answer means for this node.
    var unknownNote: String? {
        guard case .fixed(.send) = manifest.effect else { return nil }
        switch manifest.onUnknown {
        case .hold: return "When nobody knows whether it was sent, the run is held until a person settles it."
        case .fail: return "When nobody knows whether it was sent, the step fails."
        case .resendIdentical(let within, let attempts):
            return "When nobody knows whether it was sent, the very same request is sent again, at most \(attempts) times within "
                + "\(within.text), because the provider recognises repeats; after that the run is held until a person settles it."
        }
    }

    func details(_ parameter: ParameterDeclaration) -> String {
        var details: [String] = []
        if parameter.isRequired { details.append("required") }
        if let value = parameter.defaultValue { details.append("default \(value.plainText)") }
        if !parameter.allowed.isEmpty { details.append("one of " + parameter.allowed.map(\.plainText).joined(separator: ", ")) }
        if let maximum = parameter.maximumLength { details.append("at most \(maximum)") }
        return details.joined(separator: "; ")
    }

    func text() -> String {
        let palette = Palette(isOn: Terminal.output.hasColor)
        var text = palette.strong(manifest.name.rawValue) + "  \(manifest.title)\n\(manifest.summary)\n"
        if let parameters = manifest.parameters {
            if !parameters.isEmpty { text += "\n" + palette.strong("Parameters") + "\n" }
            for parameter in parameters {
                let details = details(parameter)
                text +=
                    "  \(parameter.name): \(parameter.type.name)\(details.isEmpty ? "" : "  (\(details))")\n      \(parameter.help)\n"
            }
        } else {
            text += "\nTakes any parameters.\n"
        }
        switch manifest.outputs {
        case .parameters: text += "\n" + palette.strong("Output") + "\n  its parameters, evaluated\n"
        case .declared(let outputs):
            if !outputs.isEmpty { text += "\n" + palette.strong("Output") + "\n" }
            for output in outputs { text += "  \(output.name): \(output.type.name)\n      \(output.help)\n" }
        }
        if !manifest.credentialFields.isEmpty {
            text += "\n" + palette.strong("Credential") + (manifest.isCredentialOptional ? " (optional)" : "") + "\n"
            for field in manifest.credentialFields { text += "  \(field.name)\n      \(field.help)\n" }
        }
        if let unknownNote { text += "\n\(unknownNote)\n" }
        text += "\n" + palette.strong("Example") + "\n" + example.split(separator: "\n").map { "  \($0)\n" }.joined()
        return text
    }
}
