import Diagnostics
import Expressions
import Values
import WorkflowModel
import YAMLSyntax

/// Reads the manifests of `nodes/`: providers and nodes, with every mistake in one go.
struct ManifestReader {
    private(set) var reader: YAMLReader
    let document: YAMLDocument

    init?(text: String, path: String, diagnostics: inout [Diagnostic]) {
        let (document, problems) = YAMLLoader(noun: "manifest").load(text, path: path)
        diagnostics += problems
        guard let document else { return nil }
        self.document = document
        reader = YAMLReader()
    }

    // MARK: Provider

    mutating func provider(name: String) -> ProviderManifest? {
        guard
            let fields = YAMLFields(
                document.root, subject: "provider `\(name)`",
                keys: ManifestGrammar.provider, reader: &reader)
        else { return nil }
        let given = fields.requiredText("provider", reader: &reader)
        if let given, given != name {
            reportName(given, expected: name, at: fields["provider"]?.location)
        }
        let title = fields.requiredText("title", reader: &reader)
        let summary = fields.requiredText("summary", reader: &reader)
        let baseURL = fields.requiredText("base_url", reader: &reader)
        let credential = fields["credential"].flatMap { credentialFields($0) } ?? ([], false)
        let hosts = fields["allow_hosts"].flatMap { reader.sequence($0, "allow_hosts") }?
            .compactMap { reader.text($0, "allow_hosts")?.lowercased() }
        let check = fields.text("check", reader: &reader).map { NodeName("\(name).\($0)") }
        let rules = fields.required("response", reader: &reader).flatMap { responseRules($0) }
        let codes = fields["codes"].map { codeTable($0) } ?? [:]
        guard let title, let summary, let baseURL, let rules, !reader.diagnostics.hasErrors else { return nil }
        return ProviderManifest(
            name: name, title: title, summary: summary, baseURL: baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL,
            credentialFields: credential.0, allowedHosts: hosts, check: check, response: rules, codes: codes, file: document.file)
    }

    private mutating func responseRules(_ node: YAMLNode) -> ResponseRules? {
        guard let fields = YAMLFields(node, subject: "`response`", keys: ManifestGrammar.response, reader: &reader) else {
            return nil
        }
        let templates = TemplateReader(ManifestEnvironment.provider)
        func expression(_ key: String, _ type: ExpressionType, _ reader: inout YAMLReader) -> PlacedExpression? {
            fields.required(key, reader: &reader).flatMap { reader.scalar($0, key) }
                .flatMap { templates.expression($0, expecting: type, reader: &reader) }
        }
        guard let success = expression("success", .bool, &reader), let code = expression("code", .dyn, &reader),
            let message = expression("message", .dyn, &reader)
        else { return nil }
        return ResponseRules(success: success, code: code, message: message)
    }

    mutating func codeTable(_ node: YAMLNode) -> [String: CodeMeaning] {
        var table: [String: CodeMeaning] = [:]
        for entry in reader.mapping(node, "codes")?.entries ?? [] {
            guard
                let fields = YAMLFields(
                    entry.value, subject: "code `\(entry.key)`", at: entry.keyLocation, keys: ManifestGrammar.code,
                    reader: &reader),
                let kind = fields.requiredText("class", reader: &reader),
                let meaning = fields.requiredText("meaning", reader: &reader)
            else { continue }
            table[entry.key] = CodeMeaning(kind: kind, meaning: meaning)
            if table[entry.key] == nil {
                YAMLFields.reportNotAllowed(
                    kind, "class", allowed: CodeMeaning.kindNames, at: fields["class"]?.location ?? entry.keyLocation,
                    reader: &reader)
            }
        }
        return table
    }

    /// The fields of a credential, and whether the node does without it.
    mutating func credentialFields(_ node: YAMLNode) -> (fields: [CredentialField], isOptional: Bool) {
        var fields: [CredentialField] = []
        var isOptional = false
        for entry in reader.mapping(node, "credential")?.entries ?? [] {
            if entry.key == "optional" {
                isOptional = reader.boolean(entry.value, "optional") ?? false
                continue
            }
            guard
                let field = YAMLFields(
                    entry.value, subject: "credential field `\(entry.key)`", at: entry.keyLocation,
                    keys: ManifestGrammar.credentialField,
                    reader: &reader),
                let help = field.requiredText("help", reader: &reader)
            else { continue }
            fields.append(
                CredentialField(name: entry.key, isOptional: field.boolean("optional", reader: &reader) ?? false, help: help))
        }
        return (fields, isOptional)
    }

    // MARK: Parts that the node reader uses too

    mutating func reportName(_ given: String, expected: String, at location: SourceLocation?) {
        reader.diagnostics.append(
            Diagnostic(
                NodeCode.nameDiffersFromPath, "this file describes `\(expected)` by its path, but names itself `\(given)`",
                at: location, label: "write `\(expected)`, or move the file"))
    }

    mutating func withReader<Result>(_ body: (inout YAMLReader) -> Result) -> Result {
        body(&reader)
    }
}
