import Diagnostics
import Expressions
import Values
import WorkflowModel
import YAMLSyntax

extension ManifestReader {
    mutating func node(name: NodeName, provider: ProviderManifest?) -> NodeManifest? {
        let root = document.root
        let fields = withReader { reader in
            YAMLFields(root, subject: "node `\(name)`", keys: ManifestGrammar.node, reader: &reader)
        }
        guard let fields else { return nil }
        if let given = withReader({ fields.requiredText("node", reader: &$0) }), given != name.rawValue {
            reportName(given, expected: name.rawValue, at: fields["node"]?.location)
        }
        let title = withReader { fields.requiredText("title", reader: &$0) }
        let summary = withReader { fields.requiredText("summary", reader: &$0) }
        let kind = withReader { reader -> NodeManifest.Kind? in
            guard fields.required("kind", reader: &reader) != nil else { return nil }
            return fields.choice("kind", NodeManifest.Kind.self, reader: &reader)
        }
        let effect = kind == .trigger ? .fixed(.read) : effectRule(fields)
        var credential: (fields: [CredentialField], isOptional: Bool) = (provider?.credentialFields ?? [], false)
        if let node = fields["credential"] { credential = credentialFields(node) }

        let parameters = parameterList(fields)
        let environment = ManifestEnvironment(
            parameters: parameters ?? [], credentialFields: credential.fields, hasPages: fields["pages"] != nil)
        let checks = fields["checks"].map { parameterChecks($0, environment) } ?? []
        let (outputs, outputTemplates) = outputList(fields, environment, kind: kind)
        let implementation = implementation(fields, environment, provider: provider, outputs: outputTemplates)

        let questions = OutcomeQueryReader(environment)
        let rest = withReader { reader in
            (
                onUnknown: fields["on_unknown"].flatMap { UnknownPolicyReader(questions).policy($0, reader: &reader) } ?? .hold,
                identification: fields["identify"].flatMap { questions.identification($0, reader: &reader) },
                timeout: fields.duration("timeout", reader: &reader) ?? .seconds(30),
                event: fields.text("event", reader: &reader), isBeta: fields.boolean("beta", reader: &reader) ?? false
            )
        }
        let rate = rateCost(fields, environment)
        let estimate = segmentCounting(fields, environment)
        let chunk = fields["chunk"].flatMap { chunkRule($0, parameters ?? []) }
        let tests = fields["tests"].map { manifestTests($0) } ?? []
        guard let title, let summary, let kind, let effect, let implementation, !reader.diagnostics.hasErrors else { return nil }
        return NodeManifest(
            name: name, title: title, summary: summary, isBeta: rest.isBeta, kind: kind, effect: effect,
            implementation: implementation,
            provider: provider, credentialFields: credential.fields, isCredentialOptional: credential.isOptional,
            parameters: parameters, checks: checks, chunk: chunk, outputs: outputs,
            eventOutput: rest.event == "all" ? nil : rest.event,
            onUnknown: rest.onUnknown, identification: rest.identification, timeout: rest.timeout, rate: rate,
            estimate: estimate, tests: tests, file: document.file)
    }

    private mutating func effectRule(_ fields: YAMLFields) -> EffectRule? {
        withReader { reader in
            guard let node = fields.required("effect", reader: &reader) else { return nil }
            if node.scalar != nil { return fields.choice("effect", NodeEffect.self, reader: &reader).map(EffectRule.fixed) }
            guard let rule = YAMLFields(node, subject: "`effect`", keys: ManifestGrammar.effect, reader: &reader),
                let parameter = rule.requiredText("by", reader: &reader), let casesNode = rule.required("cases", reader: &reader),
                let cases = reader.mapping(casesNode, "cases")
            else { return nil }
            var effects: [String: NodeEffect] = [:]
            for entry in cases.entries {
                guard let text = reader.text(entry.value, entry.key) else { continue }
                if let effect = NodeEffect(rawValue: text) {
                    effects[entry.key] = effect
                } else {
                    YAMLFields.reportNotAllowed(
                        text, entry.key, allowed: NodeEffect.allCases.map(\.rawValue), at: entry.value.location, reader: &reader)
                }
            }
            return .byParameter(parameter, cases: effects)
        }
    }

    private mutating func parameterList(_ fields: YAMLFields) -> [ParameterDeclaration]? {
        guard let node = fields["parameters"] else { return [] }
        if node.scalar?.text == "any" { return nil }
        let entries = withReader { $0.mapping(node, "parameters")?.entries ?? [] }
        return entries.compactMap { parameter($0) }
    }

    private mutating func parameter(_ entry: YAMLEntry) -> ParameterDeclaration? {
        withReader { Self.parameter(entry, subject: "parameter `\(entry.key)`", reader: &$0) }
    }

    private static func parameter(_ entry: YAMLEntry, subject: String, reader: inout YAMLReader) -> ParameterDeclaration? {
        guard
            let fields = YAMLFields(
                entry.value, subject: subject, at: entry.keyLocation, keys: ManifestGrammar.parameter, reader: &reader),
            let type = parameterType(fields, reader: &reader), let help = fields.requiredText("help", reader: &reader)
        else { return nil }
        func value(_ key: String) -> Value? { fields[key].flatMap { reader.openValue($0) } }
        let members = fields["fields"].flatMap { reader.mapping($0, "fields") }?.entries ?? []
        let declaration = ParameterDeclaration(
            name: entry.key, type: type, isRequired: fields.boolean("required", reader: &reader) ?? false,
            defaultValue: value("default"), allowed: value("allowed")?.listValue ?? [],
            minimum: fields.number("min", reader: &reader), maximum: fields.number("max", reader: &reader),
            minimumLength: fields.integer("min_length", reader: &reader).map { Int($0) },
            maximumLength: fields.integer("max_length", reader: &reader).map { Int($0) },
            future: future(fields, type, reader: &reader),
            fields: members.compactMap { Self.parameter($0, subject: "member `\($0.key)`", reader: &reader) },
            repeats: fields.choice("repeats", RepeatRule.Action.self, reader: &reader)
                .map { RepeatRule(action: $0, field: fields.text("repeats_by", reader: &reader)) },
            help: help, example: value("example"))
        for key in ["default", "example"] {
            guard let node = fields[key], let given = value(key) else { continue }
            do throws(ParameterProblem) {
                _ = try declaration.check(given)
            } catch {
                reader.diagnostics.append(
                    Diagnostic(
                        NodeCode.invalidDefault, "the \(key) of \(subject) does not pass its own rules: \(error.message)",
                        at: node.location, label: error.label))
            }
        }
        return declaration
    }

    private static func future(_ fields: YAMLFields, _ type: ParameterType, reader: inout YAMLReader) -> FuturePrecision? {
        guard let node = fields["future"] else { return nil }
        guard type == .timestamp || type == .list(.timestamp) else {
            reader.wrongType(node, "future", expected: "to stand beside `type: timestamp`")
            return nil
        }
        return fields.choice("future", FuturePrecision.self, reader: &reader)
    }

    private static func parameterType(_ fields: YAMLFields, reader: inout YAMLReader) -> ParameterType? {
        guard let node = fields.required("type", reader: &reader), let text = reader.text(node, "type") else { return nil }
        if let type = ParameterType(name: text) { return type }
        YAMLFields.reportNotAllowed(text, "type", allowed: ParameterType.names, at: node.location, reader: &reader)
        return nil
    }

    private mutating func parameterChecks(_ node: YAMLNode, _ environment: ManifestEnvironment) -> [ParameterCheck] {
        let templates = TemplateReader(environment.checks)
        return withReader { reader in
            (reader.sequence(node, "checks") ?? []).compactMap { element in
                guard let fields = YAMLFields(element, subject: "a check", keys: ManifestGrammar.check, reader: &reader),
                    let that = fields.required("that", reader: &reader).flatMap({ reader.scalar($0, "that") }),
                    let condition = templates.condition(that, reader: &reader),
                    let message = fields.required("message", reader: &reader)
                        .flatMap({ templates.template($0, as: .text, reader: &reader) })
                else { return nil }
                return ParameterCheck(condition: condition, message: message)
            }
        }
    }

    private mutating func outputList(
        _ fields: YAMLFields, _ environment: ManifestEnvironment, kind: NodeManifest.Kind?
    ) -> (NodeManifest.Outputs, [(name: String, value: ValueTemplate)]) {
        guard let node = fields["outputs"] else { return (.declared([]), []) }
        if node.scalar?.text == "parameters" { return (.parameters, []) }
        let isHTTP = fields["request"] != nil
        let templates = TemplateReader(environment.answer)
        return withReader { reader in
            var declarations: [OutputDeclaration] = []
            var values: [(name: String, value: ValueTemplate)] = []
            for entry in reader.mapping(node, "outputs")?.entries ?? [] {
                guard
                    let output = YAMLFields(
                        entry.value, subject: "output `\(entry.key)`", at: entry.keyLocation,
                        keys: ManifestGrammar.output.filter { isHTTP || $0 != "value" }, reader: &reader),
                    let type = Self.parameterType(output, reader: &reader),
                    let help = output.requiredText("help", reader: &reader)
                else { continue }
                declarations.append(OutputDeclaration(name: entry.key, type: type, help: help))
                if isHTTP, let node = output.required("value", reader: &reader),
                    let value = templates.template(node, reader: &reader)
                {
                    values.append((entry.key, value))
                }
            }
            return (.declared(declarations), values)
        }
    }

    private mutating func implementation(
        _ fields: YAMLFields, _ environment: ManifestEnvironment, provider: ProviderManifest?,
        outputs: [(name: String, value: ValueTemplate)]
    ) -> NodeManifest.Implementation? {
        if let runs = fields["runs"] {
            return withReader { reader in
                guard let text = reader.text(runs, "runs") else { return nil }
                if text == "native" { return .native }
                if text == "via" { return Self.viaRules(fields, environment, reader: &reader).map { .via($0) } }
                YAMLFields.reportNotAllowed(text, "runs", allowed: ["native", "via"], at: runs.location, reader: &reader)
                return nil
            }
        }
        let codes = fields["codes"].map { codeTable($0) } ?? [:]
        guard let provider else {
            withReader { reader in
                reader.diagnostics.append(
                    Diagnostic(
                        NodeCode.unknownProvider, "\(fields.subject) makes a request, but its folder has no provider.yaml",
                        at: fields.location, help: ["write provider.yaml beside it, with base_url, credential and response"]))
            }
            return nil
        }
        return withReader { reader in
            guard let node = fields.required("request", reader: &reader),
                let request = YAMLFields(
                    node, subject: "`request`", keys: ManifestGrammar.request, reader: &reader)
            else { return nil }
            let templates = TemplateReader(environment.request)
            let answers = TemplateReader(environment.answer)
            func template(_ key: String) -> ValueTemplate? { request[key].flatMap { templates.template($0, reader: &reader) } }
            let method = request.requiredText("method", reader: &reader)
            let path = request.required("path", reader: &reader).flatMap { templates.template($0, as: .text, reader: &reader) }
            request.excludes("body", "form", reader: &reader)
            let body: HTTPOperation.Body = template("body").map { .json($0) } ?? template("form").map { .form($0) } ?? .none
            let doneAlready = fields["done_already"].flatMap { reader.scalar($0, "done_already") }
                .flatMap { answers.condition($0, reader: &reader) }
            let successCodes = fields["success_codes"].flatMap { reader.sequence($0, "success_codes") }?
                .compactMap { reader.text($0, "a success code") }
            guard let method, let path else { return nil }
            return .http(
                HTTPOperation(
                    method: method, path: path, query: template("query"), headers: template("headers"), body: body,
                    response: provider.response, successCodes: successCodes ?? [], doneAlready: doneAlready, codes: codes,
                    pages: fields["pages"].flatMap { Self.pageRule($0, environment, reader: &reader) }, outputs: outputs))
        }
    }

    /// `via: { turkeysms: { uses: turkeysms.send_sms, with: { ... } } }`
    private static func viaRules(
        _ fields: YAMLFields, _ environment: ManifestEnvironment, reader: inout YAMLReader
    ) -> [ViaRule]? {
        let templates = TemplateReader(environment.checks)
        guard let node = fields.required("via", reader: &reader), let entries = reader.mapping(node, "via")?.entries else {
            return nil
        }
        return entries.compactMap { entry in
            guard
                let rule = YAMLFields(
                    entry.value, subject: "provider `\(entry.key)`", at: entry.keyLocation, keys: ManifestGrammar.route,
                    reader: &reader),
                let uses = rule.requiredText("uses", reader: &reader)
            else { return nil }
            let with = rule["with"].flatMap { templates.template($0, reader: &reader) } ?? .literal([:])
            return ViaRule(provider: entry.key, uses: NodeName(uses), with: with)
        }
    }

    /// `pages: { while: params.page == null, items: body.rows, last: size(items) >= body.count, most: 100 }`
    private static func pageRule(
        _ node: YAMLNode, _ environment: ManifestEnvironment, reader: inout YAMLReader
    ) -> PageRule? {
        let answers = TemplateReader(environment.page)
        guard let fields = YAMLFields(node, subject: "`pages`", keys: ManifestGrammar.pages, reader: &reader),
            let items = fields.required("items", reader: &reader).flatMap({ reader.scalar($0, "items") })
                .flatMap({ answers.expression($0, reader: &reader) }),
            let last = fields.required("last", reader: &reader).flatMap({ reader.scalar($0, "last") })
                .flatMap({ answers.condition($0, reader: &reader) })
        else { return nil }
        let checks = TemplateReader(environment.checks)
        let condition = fields["while"].flatMap { reader.scalar($0, "while") }.flatMap { checks.condition($0, reader: &reader) }
        return PageRule(
            condition: condition, items: items, last: last, most: Int(fields.integer("most", reader: &reader) ?? 100))
    }

    /// `chunk: { parameter: to, size: 50000 }`
    private mutating func chunkRule(_ node: YAMLNode, _ parameters: [ParameterDeclaration]) -> ChunkRule? {
        withReader { reader in
            guard let fields = YAMLFields(node, subject: "`chunk`", keys: ManifestGrammar.chunk, reader: &reader),
                let name = fields.requiredText("parameter", reader: &reader),
                fields.required("size", reader: &reader) != nil, let size = fields.integer("size", reader: &reader)
            else { return nil }
            guard let parameter = parameters.first(where: { $0.name == name }), case .list = parameter.type else {
                let lists = parameters.filter { if case .list = $0.type { true } else { false } }.map(\.name)
                YAMLFields.reportNotAllowed(
                    name, "parameter", allowed: lists, at: fields["parameter"]?.location ?? node.location, reader: &reader)
                return nil
            }
            guard size > 0 else {
                if let node = fields["size"] { reader.wrongType(node, "size", expected: "1 or more") }
                return nil
            }
            return ChunkRule(parameter: parameter, size: Int(size))
        }
    }

    private mutating func rateCost(_ fields: YAMLFields, _ environment: ManifestEnvironment) -> RateCost? {
        let templates = TemplateReader(environment.checks)
        return withReader { reader in
            guard let node = fields["rate"],
                let rate = YAMLFields(node, subject: "`rate`", keys: ManifestGrammar.rate, reader: &reader),
                rate.required("per_second", reader: &reader) != nil, let perSecond = rate.integer("per_second", reader: &reader),
                let cost = rate.required("cost", reader: &reader).flatMap({ reader.scalar($0, "cost") }),
                let expression = templates.expression(cost, expecting: .int, reader: &reader)
            else { return nil }
            return RateCost(perSecond: Int(perSecond), cost: expression)
        }
    }

    private mutating func segmentCounting(_ fields: YAMLFields, _ environment: ManifestEnvironment) -> SegmentCounting? {
        let templates = TemplateReader(environment.checks)
        return withReader { reader in
            guard let node = fields["estimate"],
                let estimate = YAMLFields(
                    node, subject: "`estimate`", keys: ManifestGrammar.estimate, reader: &reader),
                estimate.required("counting", reader: &reader) != nil,
                let model = estimate.choice("counting", SegmentCounting.Model.self, reader: &reader),
                let text = estimate.required("text", reader: &reader).flatMap({ reader.scalar($0, "text") })
                    .flatMap({ templates.expression($0, reader: &reader) }),
                let recipients = estimate.required("recipients", reader: &reader).flatMap({ reader.scalar($0, "recipients") })
                    .flatMap({ templates.expression($0, expecting: .int, reader: &reader) })
            else { return nil }
            let language = estimate["language"].flatMap { reader.scalar($0, "language") }
                .flatMap { templates.expression($0, expecting: .string, reader: &reader) }
            return SegmentCounting(model: model, text: text, recipients: recipients, language: language)
        }
    }
}
