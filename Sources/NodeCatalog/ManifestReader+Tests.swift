import Diagnostics
import Expressions
import Values
import WorkflowModel
import YAMLSyntax

extension ManifestReader {
    mutating func manifestTests(_ node: YAMLNode) -> [ManifestTest] {
        withReader { reader in
            (reader.sequence(node, "tests") ?? []).compactMap { Self.test($0, reader: &reader) }
        }
    }

    private static func test(_ node: YAMLNode, reader: inout YAMLReader) -> ManifestTest? {
        guard
            let fields = YAMLFields(
                node, subject: "a test",
                keys: ManifestGrammar.test, reader: &reader)
        else { return nil }
        let name = fields.requiredText("name", reader: &reader)
        let given = fields["given"].flatMap { Self.given($0, reader: &reader) }
        let parameters = fields["with"].flatMap { Self.parameters($0, given ?? [], reader: &reader) } ?? .literal([:])
        var credential: [String: String] = [:]
        for entry in fields["credential"].flatMap({ reader.mapping($0, "credential") })?.entries ?? [] {
            credential[entry.key] = reader.text(entry.value, entry.key)
        }
        let request = fields["request"].flatMap { Self.request($0, reader: &reader) }
        let answer = fields["answer"].flatMap { Self.answer($0, reader: &reader) }
        let later = (fields["then"].flatMap { reader.sequence($0, "then") } ?? []).compactMap {
            node -> (request: ManifestTest.Request?, answer: ManifestTest.Answer)? in
            guard let fields = YAMLFields(node, subject: "an exchange", keys: ManifestGrammar.exchange, reader: &reader),
                let answer = fields.required("answer", reader: &reader).flatMap({ Self.answer($0, reader: &reader) })
            else { return nil }
            return (fields["request"].flatMap { Self.request($0, reader: &reader) }, answer)
        }
        let expectation = fields.required("outcome", reader: &reader).flatMap { Self.expectation($0, reader: &reader) }
        guard let name, let expectation else { return nil }
        return ManifestTest(
            name: name, given: given, parameters: parameters, credential: credential,
            isResend: fields.boolean("resend", reader: &reader) ?? false,
            isQuery: fields.boolean("query", reader: &reader) ?? false, request: request, answer: answer,
            later: later, expectation: expectation, location: node.location)
    }

    /// `given: { group: { uses: acme.create_group, with: { name: News }, output: { group_id: 5 } } }`
    private static func given(_ node: YAMLNode, reader: inout YAMLReader) -> [ManifestTest.Given]? {
        guard let entries = reader.mapping(node, "given")?.entries else { return nil }
        var given: [ManifestTest.Given] = []
        for entry in entries {
            guard
                let fields = YAMLFields(
                    entry.value, subject: "given `\(entry.key)`", at: entry.keyLocation, keys: ManifestGrammar.given,
                    reader: &reader),
                let uses = fields.requiredText("uses", reader: &reader)
            else { continue }
            given.append(
                ManifestTest.Given(
                    name: entry.key, node: NodeName(uses),
                    parameters: fields["with"].flatMap { Self.parameters($0, given, reader: &reader) } ?? .literal([:]),
                    output: fields["output"].flatMap { reader.openValue($0)?.objectValue } ?? [:],
                    location: entry.keyLocation))
        }
        return given
    }

    /// Parameters are plain data, unless something before them has a name to refer to.
    private static func parameters(
        _ node: YAMLNode, _ given: [ManifestTest.Given], reader: inout YAMLReader
    ) -> ValueTemplate? {
        guard !given.isEmpty else { return reader.openValue(node).map(ValueTemplate.literal) }
        return TemplateReader(environment(given)).template(node, reader: &reader)
    }

    /// What the parameters of a test see: `given`, with a member for each step before.
    private static func environment(_ given: [ManifestTest.Given]) -> ExpressionEnvironment {
        let members = given.map { given in
            (
                given.name,
                ExpressionType.object(
                    ObjectType(
                        name: "the output of given `\(given.name)`", fields: given.output.keys.map { ($0, ExpressionType.dyn) },
                        isOpen: false))
            )
        }
        return ExpressionEnvironment(
            variables: [("given", .object(ObjectType(name: "given", fields: members, isOpen: false)))])
    }

    private static func request(_ node: YAMLNode, reader: inout YAMLReader) -> ManifestTest.Request? {
        guard
            let fields = YAMLFields(
                node, subject: "`request`", keys: ManifestGrammar.testRequest, reader: &reader)
        else { return nil }
        func value(_ key: String) -> Value? { fields[key].flatMap { reader.openValue($0) } }
        return ManifestTest.Request(
            method: fields.text("method", reader: &reader), path: fields.text("path", reader: &reader), query: value("query"),
            headers: value("headers"), body: value("body"))
    }

    private static func answer(_ node: YAMLNode, reader: inout YAMLReader) -> ManifestTest.Answer? {
        guard
            let fields = YAMLFields(node, subject: "`answer`", keys: ManifestGrammar.answer, reader: &reader),
            fields.required("status", reader: &reader) != nil, let status = fields.integer("status", reader: &reader)
        else { return nil }
        fields.excludes("body", "text", reader: &reader)
        var headers: [String: String] = [:]
        for entry in fields["headers"].flatMap({ reader.mapping($0, "headers") })?.entries ?? [] {
            headers[entry.key] = reader.text(entry.value, entry.key)
        }
        let text = fields.mapping["text"]?.scalar?.text ?? fields["body"].flatMap { reader.openValue($0) }?.jsonText() ?? ""
        return ManifestTest.Answer(status: Int(status), headers: headers, text: text)
    }

    private static func expectation(_ node: YAMLNode, reader: inout YAMLReader) -> ManifestTest.Expectation? {
        guard let fields = YAMLFields(node, subject: "`outcome`", keys: ManifestGrammar.outcome, reader: &reader)
        else {
            return nil
        }
        if let output = fields["succeeded"] { return reader.openValue(output).map { .succeeded($0) } }
        if fields["unknown"] != nil {
            return fields.choice("unknown", UnknownReason.Kind.self, reader: &reader).map { .unknown($0) }
        }
        guard let failed = fields.required("failed", reader: &reader),
            let failure = YAMLFields(failed, subject: "`failed`", keys: ManifestGrammar.failed, reader: &reader),
            let code = failure.requiredText("code", reader: &reader), failure.required("class", reader: &reader) != nil,
            let failureClass = failure.choice("class", FailureClass.self, reader: &reader)
        else { return nil }
        return .failed(code: code, class: failureClass)
    }
}
