import Diagnostics
import NodeCatalog
import WorkflowModel
import YAMLSyntax

/// Reads a YAML document as a workflow: keys, words and numbers, but no names and no expressions.
struct WorkflowParser {
    var reader = YAMLReader()
    let document: YAMLDocument

    init(_ document: YAMLDocument) {
        self.document = document
    }

    mutating func workflow(defaultName: String) -> ParsedWorkflow? {
        guard let fields = YAMLFields(document.root, subject: "the workflow", keys: WorkflowGrammar.workflow, reader: &reader)
        else {
            return nil
        }
        let name = workflowName(fields, defaultName: defaultName)
        let defaults = fields.entry("defaults").flatMap { entry -> ParsedSettings? in
            YAMLFields(
                entry.value, subject: "`defaults`", at: entry.keyLocation, keys: WorkflowGrammar.defaults,
                reader: &reader
            ).map { settings($0) }
        }
        let inputs = entries(fields, "inputs").compactMap { input($0) }
        let triggers = entries(fields, "triggers").compactMap { trigger($0) }
        let steps = entries(fields, "steps").compactMap { step($0, defaults: defaults) }
        let onFailure = entries(fields, "on_failure").compactMap { step($0, defaults: defaults) }
        let stepsNode = fields.mapping["steps"]
        if entries(fields, "steps").isEmpty, stepsNode?.isRefused != true,
            stepsNode == nil || stepsNode?.isAbsent == true || stepsNode?.mapping != nil
        {
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.noSteps, "the workflow has no steps", at: fields.entry("steps")?.keyLocation ?? fields.location,
                    help: ["write at least one step under `steps:`, such as `hello: { uses: log, with: { message: Hello } }`"]))
        }
        return ParsedWorkflow(
            file: document.file, name: name, description: fields.text("description", reader: &reader), inputs: inputs,
            vars: fields["vars"], triggers: triggers,
            expires: fields.duration("expires", reader: &reader) ?? defaults?.expires, concurrency: concurrency(fields),
            steps: steps, onFailure: onFailure)
    }

    private mutating func entries(_ fields: YAMLFields, _ key: String) -> [YAMLEntry] {
        guard let node = fields[key], !node.isRefused else { return [] }
        guard let mapping = node.mapping else {
            if !reader.diagnostics.contains(where: { $0.location?.range == node.range }) {
                reader.wrongType(
                    node, key, expected: "a map of names", help: ["give each one a name: `\(key): { my_name: { ... } }`"])
            }
            return []
        }
        return mapping.entries
    }

    private mutating func workflowName(_ fields: YAMLFields, defaultName: String) -> WorkflowName {
        guard let node = fields["name"], let text = reader.text(node, "name") else { return WorkflowName(defaultName) }
        let isValid =
            !text.isEmpty && text.count <= 64
            && text.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
            }
        if !isValid {
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.invalidName, "`\(text)` cannot be the name of a workflow", at: node.location,
                    label: "use a to z, 0 to 9, - and _, at most 64"))
        }
        return WorkflowName(text)
    }

    private mutating func identifier(_ entry: YAMLEntry, _ what: String) -> String? {
        let scalars = Array(entry.key.unicodeScalars)
        func isLetter(_ scalar: Unicode.Scalar) -> Bool {
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
        }
        let isValid =
            scalars.first.map(isLetter) == true && scalars.count <= 64
            && scalars.allSatisfy { isLetter($0) || ("0"..."9").contains($0) }
        if isValid { return entry.key }
        let mended = String(
            String.UnicodeScalarView(scalars.prefix(64).map { isLetter($0) || ("0"..."9").contains($0) ? $0 : "_" }))
        let suggestion = mended.unicodeScalars.first.map(isLetter) == true ? mended : "_" + mended
        reader.diagnostics.append(
            Diagnostic(
                WorkflowCode.invalidName, "`\(entry.key)` cannot be the name of \(what): expressions could not say it",
                at: entry.keyLocation, label: "write `\(suggestion)`"))
        return nil
    }

    // MARK: Inputs, triggers, concurrency

    private mutating func input(_ entry: YAMLEntry) -> ParsedInput? {
        guard let name = identifier(entry, "an input") else { return nil }
        if let scalar = entry.value.scalar, !scalar.isAbsent {
            guard let type = inputType(entry.value) else { return nil }
            return ParsedInput(
                name: name, location: entry.keyLocation, type: type, isRequired: true, defaultNode: nil, allowedNode: nil,
                help: nil)
        }
        guard
            let fields = YAMLFields(
                entry.value, subject: "input `\(name)`", at: entry.keyLocation,
                keys: WorkflowGrammar.input, reader: &reader),
            let typeNode = fields.required("type", reader: &reader), let type = inputType(typeNode)
        else { return nil }
        let defaultNode = fields["default"]
        return ParsedInput(
            name: name, location: entry.keyLocation, type: type,
            isRequired: fields.boolean("required", reader: &reader) ?? (defaultNode == nil), defaultNode: defaultNode,
            allowedNode: fields["allowed"], help: fields.text("help", reader: &reader))
    }

    private mutating func inputType(_ node: YAMLNode) -> InputType? {
        guard let text = reader.text(node, "type") else { return nil }
        if let type = InputType(name: text) { return type }
        YAMLFields.reportNotAllowed(text, "type", allowed: InputType.names, at: node.location, reader: &reader)
        return nil
    }

    private mutating func trigger(_ entry: YAMLEntry) -> ParsedTrigger? {
        guard let name = identifier(entry, "a trigger"),
            let fields = YAMLFields(
                entry.value, subject: "trigger `\(name)`", at: entry.keyLocation, keys: WorkflowGrammar.trigger,
                reader: &reader),
            let uses = uses(fields)
        else { return nil }
        return ParsedTrigger(
            id: Placed(word: TriggerID(name), location: entry.keyLocation), uses: uses, with: fields["with"],
            inputs: entries(fields, "inputs"))
    }

    private mutating func uses(_ fields: YAMLFields) -> Placed<NodeName>? {
        guard let node = fields.required("uses", label: "name the node to run", reader: &reader),
            let text = reader.text(node, "uses")
        else { return nil }
        return Placed(word: NodeName(text), location: node.location)
    }

    private mutating func concurrency(_ fields: YAMLFields) -> ParsedConcurrency? {
        guard let entry = fields.entry("concurrency"),
            let group = YAMLFields(
                entry.value, subject: "`concurrency`", at: entry.keyLocation, keys: WorkflowGrammar.concurrency, reader: &reader)
        else { return nil }
        return ParsedConcurrency(
            key: group["key"].flatMap { reader.scalar($0, "key") },
            limit: count(group, "limit", in: WorkflowGrammar.runsAtOnce)?.word ?? 1,
            onLimit: group.choice("on_limit", ConcurrencyPolicy.OnLimit.self, reader: &reader) ?? .queue)
    }

    mutating func count(_ fields: YAMLFields, _ key: String, in range: ClosedRange<Int64>) -> Placed<Int>? {
        guard let node = fields[key], let number = reader.integer(node, key) else { return nil }
        guard range.contains(number) else {
            reader.wrongType(node, key, expected: "\(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return Placed(word: Int(number), location: node.location)
    }

    // MARK: Steps

    private mutating func step(_ entry: YAMLEntry, defaults: ParsedSettings?) -> ParsedStep? {
        guard let name = identifier(entry, "a step"),
            let fields = YAMLFields(
                entry.value, subject: "step `\(name)`", at: entry.keyLocation, keys: WorkflowGrammar.step, reader: &reader)
        else { return nil }
        var settings = settings(fields)
        settings.retry = settings.retry ?? defaults?.retry
        settings.timeout = settings.timeout ?? defaults?.timeout
        let ownCredential = settings.credential
        settings.credential = ownCredential ?? defaults?.credential
        let when = fields["when"].flatMap { node in
            fields.choice("when", DependencyRule.self, reader: &reader).map { Placed(word: $0, location: node.location) }
        }
        let needs = needs(fields)
        let condition = fields["if"].flatMap { reader.scalar($0, "if") }
        let forEach = fields["for_each"].flatMap { node -> YAMLScalar? in
            if node.sequence != nil {
                reader.wrongType(
                    node, "for_each", expected: "an expression that gives a list", help: ["write for_each: \"['a', 'b']\""])
                return nil
            }
            return reader.scalar(node, "for_each")
        }
        let concurrency = count(fields, "concurrency", in: WorkflowGrammar.itemsAtOnce)
        let batch = count(fields, "batch", in: WorkflowGrammar.batch)
        if fields["for_each"] == nil {
            for (key, placed) in [("concurrency", concurrency), ("batch", batch)] {
                guard let placed else { continue }
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.needsForEach, "step `\(name)` has `\(key)` but no `for_each`", at: placed.location,
                        label: "take it out, or add `for_each`"))
            }
        }
        let onError = fields.choice("on_error", ErrorPolicy.self, reader: &reader) ?? .fail
        guard let uses = uses(fields) else { return nil }
        return ParsedStep(
            id: Placed(word: StepID(name), location: entry.keyLocation), uses: uses, with: fields["with"],
            via: fields["via"].map { alternatives($0) }, needs: needs,
            when: when,
            condition: condition, forEach: forEach, concurrency: concurrency, batch: batch, onError: onError, settings: settings,
            hasOwnCredential: ownCredential != nil)
    }

    /// `[turkeysms, { provider: iletimerkezi, credential: im, sender: DEMOCO }]`
    private mutating func alternatives(_ node: YAMLNode) -> [ParsedAlternative] {
        let elements = node.scalar != nil ? [node] : reader.sequence(node, "via") ?? []
        if node.sequence?.isEmpty == true { reader.wrongType(node, "via", expected: "at least one provider") }
        return elements.compactMap { element in
            if element.scalar != nil {
                return reader.text(element, "via").map {
                    ParsedAlternative(provider: Placed(word: $0, location: element.location), credential: nil, overrides: [])
                }
            }
            guard let entries = reader.mapping(element, "via")?.entries else { return nil }
            guard let provider = entries.first(where: { $0.key == "provider" }),
                let name = reader.text(provider.value, "provider")
            else {
                reader.wrongType(
                    element, "via", expected: "a provider", help: ["write { provider: turkeysms, credential: turkeysms }"])
                return nil
            }
            let credential = entries.first { $0.key == "credential" }
            return ParsedAlternative(
                provider: Placed(word: name, location: provider.value.location),
                credential: credential.flatMap { entry in
                    reader.text(entry.value, "credential").map {
                        Placed(word: CredentialName($0), location: entry.value.location)
                    }
                }, overrides: entries.filter { $0.key != "provider" && $0.key != "credential" })
        }
    }

    private mutating func needs(_ fields: YAMLFields) -> [Placed<StepID>] {
        guard let node = fields["needs"] else { return [] }
        if node.scalar != nil {
            return reader.text(node, "needs").map { [Placed(word: StepID($0), location: node.location)] } ?? []
        }
        return (reader.sequence(node, "needs") ?? []).compactMap { element in
            reader.text(element, "needs").map { Placed(word: StepID($0), location: element.location) }
        }
    }

    private mutating func settings(_ fields: YAMLFields) -> ParsedSettings {
        var settings = ParsedSettings()
        if let node = fields["credential"], let text = reader.text(node, "credential") {
            settings.credential = Placed(word: CredentialName(text), location: node.location)
            if TemplateReader.mayHoldExpression(text) {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.expressionNotAllowed, "`credential` is a name, but this is an expression", at: node.location,
                        label: "a workflow uses only the credentials that it names"))
            }
        }
        settings.retry = fields.entry("retry").flatMap { retry($0) }
        settings.timeout = fields.duration("timeout", reader: &reader)
        settings.expires = fields.duration("expires", reader: &reader)
        settings.onUnknown = fields["on_unknown"]
        return settings
    }

    private mutating func retry(_ entry: YAMLEntry) -> ParsedRetry? {
        guard
            let fields = YAMLFields(
                entry.value, subject: "`retry`", at: entry.keyLocation,
                keys: WorkflowGrammar.retry, reader: &reader)
        else { return nil }
        var policy = RetryPolicy.standard
        if let attempts = count(fields, "attempts", in: WorkflowGrammar.attempts) { policy.attempts = attempts.word }
        if let delay = fields.duration("delay", reader: &reader) { policy.delay = delay }
        if let node = fields["factor"], let factor = reader.number(node, "factor") {
            if WorkflowGrammar.factor.contains(factor) {
                policy.factor = factor
            } else {
                reader.wrongType(node, "factor", expected: "1 to 100")
            }
        }
        if let maxDelay = fields.duration("max_delay", reader: &reader) { policy.maxDelay = maxDelay }
        if policy.maxDelay < policy.delay { policy.maxDelay = policy.delay }
        if let jitter = fields.choice("jitter", RetryPolicy.Jitter.self, reader: &reader) { policy.jitter = jitter }
        if let total = fields.duration("for", reader: &reader) { policy.total = total }
        if let node = fields["on"] {
            let elements = node.scalar != nil ? [node] : reader.sequence(node, "on") ?? []
            var classes: Set<FailureClass> = []
            for element in elements {
                guard let text = reader.text(element, "on") else { continue }
                if let failureClass = FailureClass(rawValue: text) {
                    classes.insert(failureClass)
                } else {
                    YAMLFields.reportNotAllowed(
                        text, "on", allowed: FailureClass.allCases.map(\.rawValue), at: element.location, reader: &reader)
                }
            }
            policy.on = classes
        }
        return ParsedRetry(policy: policy, unless: fields["unless"].flatMap { reader.scalar($0, "unless") })
    }
}
