import WorkflowModel
import YAMLSyntax

/// Reads `on_unknown`, of a manifest or of a step: `hold`, `fail`, `{ resend_identical: { within: 10m, attempts: 2 } }` or
/// `{ query: { uses: ..., sent: ... } }`.
public struct UnknownPolicyReader {
    private static let key = "on_unknown"
    private let queries: OutcomeQueryReader

    /// For a step that uses the node.
    public init(of manifest: NodeManifest) {
        queries = OutcomeQueryReader(of: manifest)
    }

    init(_ queries: OutcomeQueryReader) {
        self.queries = queries
    }

    /// The policy; nil when something was reported.
    public func policy(_ node: YAMLNode, reader: inout YAMLReader) -> UnknownPolicy? {
        if let scalar = node.scalar { return word(scalar, node, reader: &reader) }
        guard
            let fields = YAMLFields(node, subject: "`\(Self.key)`", keys: ManifestGrammar.unknownPolicy, reader: &reader)
        else { return nil }
        fields.excludes("resend_identical", "query", reader: &reader)
        if let question = fields["query"] { return queries.policy(question, reader: &reader) }
        guard let settings = fields.required("resend_identical", reader: &reader) else { return nil }
        return resending(settings, reader: &reader)
    }

    private func word(_ scalar: YAMLScalar, _ node: YAMLNode, reader: inout YAMLReader) -> UnknownPolicy? {
        switch scalar.text {
        case "hold": return .hold
        case "fail": return .fail
        case "resend_identical":
            reader.wrongType(
                node, Self.key, expected: "a map", help: ["write { resend_identical: { within: 10m, attempts: 2 } }"])
        case "query":
            reader.wrongType(
                node, Self.key, expected: "a map", help: ["write { query: { uses: NODE, with: { ... }, sent: EXPRESSION } }"])
        default:
            YAMLFields.reportNotAllowed(
                scalar.text, Self.key, allowed: ["hold", "fail", "resend_identical", "query"], at: node.location, reader: &reader)
        }
        return nil
    }

    private func resending(_ node: YAMLNode, reader: inout YAMLReader) -> UnknownPolicy? {
        guard let fields = YAMLFields(node, subject: "`resend_identical`", keys: ManifestGrammar.resending, reader: &reader),
            fields.required("within", reader: &reader) != nil, let within = fields.duration("within", reader: &reader)
        else { return nil }
        let attempts = fields.integer("attempts", reader: &reader) ?? 2
        guard ManifestGrammar.resends.contains(attempts) else {
            if let node = fields["attempts"] { reader.wrongType(node, "attempts", expected: "1 to 10") }
            return nil
        }
        return .resendIdentical(within: within, attempts: Int(attempts))
    }
}
