import Diagnostics
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
                node, subject: "a test", keys: ["name", "resend", "with", "credential", "request", "answer", "then", "outcome"],
                reader: &reader)
        else { return nil }
        let name = fields.requiredText("name", reader: &reader)
        let parameters = fields["with"].flatMap { reader.openValue($0) } ?? .object([:])
        var credential: [String: String] = [:]
        for entry in fields["credential"].flatMap({ reader.mapping($0, "credential") })?.entries ?? [] {
            credential[entry.key] = reader.text(entry.value, entry.key)
        }
        let request = fields["request"].flatMap { Self.request($0, reader: &reader) }
        let answer = fields["answer"].flatMap { Self.answer($0, reader: &reader) }
        let later = (fields["then"].flatMap { reader.sequence($0, "then") } ?? []).compactMap {
            node -> (request: ManifestTest.Request?, answer: ManifestTest.Answer)? in
            guard let fields = YAMLFields(node, subject: "an exchange", keys: ["request", "answer"], reader: &reader),
                let answer = fields.required("answer", reader: &reader).flatMap({ Self.answer($0, reader: &reader) })
            else { return nil }
            return (fields["request"].flatMap { Self.request($0, reader: &reader) }, answer)
        }
        let expectation = fields.required("outcome", reader: &reader).flatMap { Self.expectation($0, reader: &reader) }
        guard let name, let expectation else { return nil }
        return ManifestTest(
            name: name, parameters: parameters, credential: credential,
            isResend: fields.boolean("resend", reader: &reader) ?? false, request: request, answer: answer,
            later: later, expectation: expectation, location: node.location)
    }

    private static func request(_ node: YAMLNode, reader: inout YAMLReader) -> ManifestTest.Request? {
        guard
            let fields = YAMLFields(
                node, subject: "`request`", keys: ["method", "path", "query", "headers", "body"], reader: &reader)
        else { return nil }
        func value(_ key: String) -> Value? { fields[key].flatMap { reader.openValue($0) } }
        return ManifestTest.Request(
            method: fields.text("method", reader: &reader), path: fields.text("path", reader: &reader), query: value("query"),
            headers: value("headers"), body: value("body"))
    }

    private static func answer(_ node: YAMLNode, reader: inout YAMLReader) -> ManifestTest.Answer? {
        guard
            let fields = YAMLFields(node, subject: "`answer`", keys: ["status", "headers", "body", "text"], reader: &reader),
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
        guard let fields = YAMLFields(node, subject: "`outcome`", keys: ["succeeded", "failed", "unknown"], reader: &reader)
        else {
            return nil
        }
        if let output = fields["succeeded"] { return reader.openValue(output).map { .succeeded($0) } }
        if fields["unknown"] != nil {
            return fields.choice("unknown", UnknownReason.Kind.self, reader: &reader).map { .unknown($0) }
        }
        guard let failed = fields.required("failed", reader: &reader),
            let failure = YAMLFields(failed, subject: "`failed`", keys: ["code", "class"], reader: &reader),
            let code = failure.requiredText("code", reader: &reader), failure.required("class", reader: &reader) != nil,
            let failureClass = failure.choice("class", FailureClass.self, reader: &reader)
        else { return nil }
        return .failed(code: code, class: failureClass)
    }
}
