import Diagnostics
import Values
import WorkflowModel

extension Catalog {
    /// What is wrong with what a query asks: the nodes must be there, only read, and get along with the credential of the send.
    public func objections(to query: OutcomeQuery, of sender: NodeName) -> [Diagnostic] {
        query.questions.flatMap { objections(to: $0, of: sender) }
    }

    private func objections(to question: OutcomeQuery.Question, of sender: NodeName) -> [Diagnostic] {
        func problem(_ message: String, _ label: String?) -> [Diagnostic] {
            [Diagnostic(NodeCode.unusableQuestion, message, at: question.location, label: label)]
        }
        let manifest: NodeManifest
        switch lookup(question.node) {
        case .found(let found): manifest = found
        case .broken(let diagnostics): return diagnostics
        case .unknown:
            let near = closestMatch(to: question.node.rawValue, in: names.map(\.rawValue))
            return problem("`query` asks unknown node `\(question.node)`", near.map { "did you mean `\($0)`?" })
        }
        guard case .object(let members) = question.parameters.asObject else {
            return problem("what stands under `with` is no map", "write the parameters of `\(question.node)`")
        }
        let effect = manifest.effect.effect { name in
            members.first { $0.key == name }.map(\.value.constant) ?? manifest.parameter(name)?.defaultValue
        }
        guard manifest.kind == .action, effect == .read else {
            return problem("`query` asks `\(question.node)`, which does more than read", "ask a node with `effect: read`")
        }
        let provider = Self.providerName(question.node)
        guard manifest.credentialFields.isEmpty || manifest.provider == nil || provider == Self.providerName(sender) else {
            return problem(
                "`query` asks `\(question.node)`, but the credential is the one of `\(sender)`",
                "ask a node of the same provider, or `http.request`")
        }
        guard let parameters = manifest.parameters else { return [] }
        for (name, _) in members where manifest.parameter(name) == nil {
            let unknown = manifest.unknownParameter(name)
            return problem(unknown.message, unknown.label)
        }
        for parameter in parameters where parameter.isRequired && !members.contains(where: { $0.key == parameter.name }) {
            return problem("`\(question.node)` needs the parameter `\(parameter.name)`", "add it under `with`")
        }
        return []
    }
}

extension ValueTemplate {
    /// A literal map in the form of one with templates.
    fileprivate var asObject: ValueTemplate {
        guard case .literal(.object(let members)) = self else { return self }
        return .object(members.map { ($0, .literal($1)) })
    }
}
