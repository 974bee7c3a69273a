import Diagnostics
import NodeCatalog
import WorkflowModel
import YAMLSyntax

extension Catalog {
    /// The node that `uses:` names, when it is there and of that kind.
    func resolve(_ uses: Placed<NodeName>, as kind: NodeManifest.Kind, subject: String, reader: inout YAMLReader) -> NodeManifest?
    {
        switch lookup(uses.word) {
        case .found(let manifest):
            if manifest.kind == kind { return manifest }
            let fix =
                manifest.kind == .trigger ? "a trigger stands under `triggers:`" : "an action stands under `steps:`"
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.wrongKindOfNode,
                    "\(subject) uses `\(uses.word)`, which is \(manifest.kind == .trigger ? "a trigger" : "an action")",
                    at: uses.location, label: fix))
            return nil
        case .broken(let diagnostics):
            let known = Set(reader.diagnostics.map { "\($0.code)\($0.location?.file.path ?? "")\($0.message)" })
            reader.diagnostics += diagnostics.filter { !known.contains("\($0.code)\($0.location?.file.path ?? "")\($0.message)") }
            return nil
        case .unknown:
            reader.diagnostics.append(unknown(uses, as: kind, subject: subject))
            return nil
        }
    }

    private func unknown(_ uses: Placed<NodeName>, as kind: NodeManifest.Kind, subject: String) -> Diagnostic {
        let written = uses.word.rawValue
        let names = names.map(\.rawValue)
        // A name without its provider, or with another one's, is near too.
        let operation = written.split(separator: ".").last.map(String.init) ?? written
        let near = closestMatch(to: written, in: names) ?? names.first { $0.hasSuffix("." + operation) }
        let provider = written.split(separator: ".").first.map(String.init) ?? written
        let siblings = names.filter { $0.hasPrefix(provider + ".") }
        let help =
            siblings.isEmpty
            ? "`ulak nodes list` shows every node" : "`\(provider)` has " + siblings.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            WorkflowCode.unknownNode, "\(subject) uses unknown node `\(written)`", at: uses.location,
            label: near.map { "did you mean `\($0)`?" }, help: near == nil ? [help] : [])
    }
}
