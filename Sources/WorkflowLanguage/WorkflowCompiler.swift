import Crypto
import Diagnostics
import Expressions
import NodeCatalog
import Values
import WorkflowModel
import YAMLSyntax

/// Turns the text of a workflow file into a plan, or into everything that is wrong with it.
public struct WorkflowCompiler: Sendable {
    public let catalog: Catalog
    /// The present, for times that a file names and that must lie ahead; nil for a plan that was good when its run began.
    private let now: (@Sendable () -> Timestamp)?

    public init(catalog: Catalog, now: (@Sendable () -> Timestamp)? = nil) {
        self.catalog = catalog
        self.now = now
    }

    /// - Parameter path: what messages call the file.
    /// - Returns: the plan unless there are errors; warnings come beside it.
    public func compile(_ text: String, path: String) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        compile(bytes: Array(text.utf8), path: path)
    }

    public func compile(bytes: [UInt8], path: String) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        let (document, problems) = YAMLLoader().load(bytes: bytes, path: path)
        guard let document else { return (nil, problems) }
        var parser = WorkflowParser(document)
        parser.reader = YAMLReader(diagnostics: problems)
        let parsed = parser.workflow(defaultName: Self.defaultName(path))
        var reader = parser.reader
        guard let parsed else { return (nil, reader.diagnostics.inReadingOrder()) }
        let plan = plan(parsed, reader: &reader)
        let diagnostics = reader.diagnostics.inReadingOrder()
        return (diagnostics.hasErrors ? nil : plan, diagnostics)
    }

    private func plan(_ parsed: ParsedWorkflow, reader: inout YAMLReader) -> Plan? {
        let inputs = InputCompiler().inputs(parsed.inputs, reader: &reader)
        let vars = InputCompiler().vars(parsed.vars, reader: &reader)
        refuseTakenNames(parsed, reader: &reader)
        let triggerCompiler = TriggerCompiler(catalog: catalog, vars: vars, inputs: inputs)
        var manifests: [StepID: NodeManifest] = [:]
        for step in parsed.steps + parsed.onFailure {
            manifests[step.id.word] = catalog.resolve(
                step.uses, as: .action, subject: "step `\(step.id.word)`", reader: &reader)
        }
        func outputs(_ steps: [ParsedStep]) -> [(id: StepID, output: ExpressionType)] {
            steps.map { ($0.id.word, Self.outputType(of: $0, manifests[$0.id.word])) }
        }
        func scope(_ steps: [ParsedStep], hasFailure: Bool) -> ExpressionScope {
            ExpressionScope(
                trigger: triggerCompiler.type(of: parsed.triggers), inputs: InputCompiler.type(of: inputs),
                vars: ExpressionType(of: .object(vars), name: "vars"), steps: outputs(steps), hasFailure: hasFailure)
        }
        let main = scope(parsed.steps, hasFailure: false)
        let failure = scope(parsed.steps + parsed.onFailure, hasFailure: true)
        let triggers = triggerCompiler.compile(parsed.triggers, scope: main, reader: &reader)
        let present = now?()
        let steps = StepCompiler(scope: main, finished: [], catalog: catalog, present: present)
            .compile(parsed.steps, manifests: manifests, reader: &reader)
        let onFailure = StepCompiler(
            scope: failure, finished: Set(parsed.steps.map(\.id.word)), catalog: catalog, present: present
        )
        .compile(parsed.onFailure, manifests: manifests, reader: &reader)
        let concurrency = parsed.concurrency.map { group in
            ConcurrencyPolicy(
                key: group.key.flatMap { main.start.expression($0, reader: &reader) }, limit: group.limit, onLimit: group.onLimit)
        }
        guard let steps, let onFailure, !reader.diagnostics.hasErrors else { return nil }
        let source = PlanSource(
            path: parsed.file.path, text: parsed.file.text,
            manifests: catalog.ownManifests(
                of: (steps + onFailure).flatMap { [$0.node] + $0.routes.map(\.node) } + parsed.triggers.map(\.uses.word)))
        return Plan(
            workflow: parsed.name, description: parsed.description, hash: Self.hash(parsed.name, source), source: source,
            inputs: inputs,
            vars: vars, triggers: triggers, steps: steps, onFailure: onFailure, expires: parsed.expires, concurrency: concurrency)
    }

    /// A step of `on_failure:` needs a name of its own: expressions there see both maps.
    private func refuseTakenNames(_ parsed: ParsedWorkflow, reader: inout YAMLReader) {
        for step in parsed.onFailure {
            guard let first = parsed.steps.first(where: { $0.id.word == step.id.word }) else { continue }
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.takenName, "two steps are called `\(step.id.word)`", at: step.id.location,
                    related: [.init(location: first.id.location, message: "the other one")]))
        }
    }

    private static func outputType(of step: ParsedStep, _ manifest: NodeManifest?) -> ExpressionType {
        guard let manifest else { return .dyn }
        var type = manifest.outputType
        if case .parameters = manifest.outputs, let entries = step.with?.mapping?.entries {
            type = .object(
                ObjectType(
                    name: "output of \(step.id.word)",
                    fields: entries.map { ($0.key, .dyn) }, isOpen: false))
        }
        return step.forEach == nil ? type : .list(type)
    }

    private static func hash(_ name: WorkflowName, _ source: PlanSource) -> PlanHash {
        var hash = SHA256()
        func add(_ text: String) {
            let bytes = Array(text.utf8)
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        // Two files with the same text may be named by their paths.
        add(name.rawValue)
        add(source.text)
        for (path, text) in source.manifests.sorted(by: { $0.key < $1.key }) {
            add(path)
            add(text)
        }
        let digits = Array("0123456789abcdef".utf8)
        return PlanHash(
            String(decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self))
    }

    /// `workflows/order-shipped.yaml` is called `order-shipped` where the file does not say otherwise.
    static func defaultName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let base = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file.hasSuffix(".yml") ? String(file.dropLast(4)) : file
        let mended = base.lowercased().unicodeScalars.map { scalar -> Character in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
                ? Character(scalar) : "-"
        }
        return mended.isEmpty ? "workflow" : String(mended.prefix(64))
    }
}
