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
        if let rules = manifest.viaRules { lines.append("    via: [\(rules.map(\.provider).joined(separator: ", "))]") }
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
        case .query(let query, let schedule):
            return
                "When nobody knows whether it was sent, `\(query.question.node)` is asked, at most \(schedule.attempts) times within "
                + "\(schedule.within.text); when that cannot tell, the run is held until a person settles it."
        case .fail: return "When nobody knows whether it was sent, the step fails."
        case .resendIdentical(let within, let attempts):
            return "When nobody knows whether it was sent, the very same request is sent again, at most \(attempts) times within "
                + "\(within.text), because the provider recognises repeats; after that the run is held until a person settles it."
                + (manifest.identification == nil
                    ? ""
                    : " A repeat that the provider refuses is the proof; the id is then looked up, and stays null where it is not sure.")
        }
    }

    /// What one should know before relying on a node that is not for everybody.
    var betaNote: String? {
        guard manifest.isBeta else { return nil }
        let provider = manifest.provider?.title ?? "the provider"
        return "Beta: \(provider) gives access to this operation by arrangement only, and may change it."
    }

    /// How a node above the providers finds its way.
    var viaNote: String? {
        guard let rules = manifest.viaRules else { return nil }
        let names = rules.map { "`\($0.provider)` (`\($0.uses)`)" }.joined(separator: ", ")
        return
            "`via` names the providers that may be used, in their order: \(names). An entry is a name, or a map with `provider`, "
            + "`credential` (without it, the provider's name) and any parameter that is another one there. The next provider is tried "
            + "only after a sure failure that lies with the one before it (class `config`, `credential`, `balance`, `rate_limited` or "
            + "`unavailable`, after the retries), never while a message may be out. Each is an attempt of its own in the journal."
    }

    /// How a long list is sent or read.
    var listNote: String? {
        if let chunk = manifest.chunk {
            return
                "A list of more than \(chunk.size) `\(chunk.parameter.name)` is sent in several requests. Each is an attempt of its "
                + "own in the journal: a retry or a restart repeats only the one that did not get through. Lists in the output are put "
                + "together; everything else is what the first request gave."
        }
        if case .http(let operation) = manifest.implementation, let pages = operation.pages {
            return
                "The list is read page after page, at most \(pages.most) pages; a list that is longer is a failure, never cut off."
        }
        return nil
    }

    /// A parameter and the members of its maps, by their paths.
    func rows(_ parameter: ParameterDeclaration) -> [(name: String, declaration: ParameterDeclaration)] {
        let prefix = if case .list = parameter.type { parameter.name + "[]." } else { parameter.name + "." }
        return [(parameter.name, parameter)] + parameter.fields.map { (prefix + $0.name, $0) }
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
        if let betaNote { text += betaNote + "\n" }
        if let parameters = manifest.parameters {
            if !parameters.isEmpty { text += "\n" + palette.strong("Parameters") + "\n" }
            for (name, parameter) in parameters.flatMap(rows) {
                let details = details(parameter)
                text += "  \(name): \(parameter.type.name)\(details.isEmpty ? "" : "  (\(details))")\n      \(parameter.help)\n"
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
        if let viaNote { text += "\n\(viaNote)\n" }
        if let listNote { text += "\n\(listNote)\n" }
        if let unknownNote { text += "\n\(unknownNote)\n" }
        text += "\n" + palette.strong("Example") + "\n" + example.split(separator: "\n").map { "  \($0)\n" }.joined()
        return text
    }
}
