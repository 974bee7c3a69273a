import Diagnostics
import Expressions
import NodeCatalog
import Values
import WorkflowModel
import YAMLSyntax

/// Turns the steps of one map (`steps:` or `on_failure:`) into planned ones.
struct StepCompiler {
    let scope: ExpressionScope
    /// Steps that expressions may mention without waiting for them: the others, for `on_failure:`.
    let finished: Set<StepID>
    let catalog: Catalog
    /// Nil: times may have passed.
    let present: Timestamp?

    func compile(_ steps: [ParsedStep], manifests: [StepID: NodeManifest], reader: inout YAMLReader) -> [PlannedStep]? {
        var graph = DependencyGraph(steps: steps.map(\.id.word))
        var planned: [StepID: (PlannedStep)] = [:]
        for step in steps {
            for need in step.needs { addNeed(need, of: step, steps: steps, to: &graph, reader: &reader) }
        }
        for step in steps {
            guard let manifest = manifests[step.id.word] else { continue }
            planned[step.id.word] = compile(step, manifest, graph: &graph, reader: &reader)
        }
        for step in steps {
            if let when = step.when, when.word != .allDone, when.word != .allSucceeded,
                graph.dependencies(of: step.id.word).isEmpty
            {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.ruleWithoutDependency,
                        "step `\(step.id.word)` has `when: \(when.word.rawValue)` but waits for no other step", at: when.location,
                        label: "add `needs: [...]`"))
            }
        }
        switch graph.order() {
        case .failure(let cycle):
            reader.diagnostics.append(cycle.diagnostic)
            return nil
        case .success(let order):
            let ordered = order.compactMap { id in
                planned[id].map { $0.waiting(for: graph.dependencies(of: id)) }
            }
            return ordered.count == steps.count ? ordered : nil
        }
    }

    private func addNeed(
        _ need: Placed<StepID>, of step: ParsedStep, steps: [ParsedStep], to graph: inout DependencyGraph,
        reader: inout YAMLReader
    ) {
        let names = steps.map(\.id.word.rawValue)
        guard names.contains(need.word.rawValue) else {
            let near = closestMatch(to: need.word.rawValue, in: names.filter { $0 != step.id.word.rawValue })
            let label =
                finished.contains(need.word)
                ? "`on_failure` runs when all of `steps:` have ended; leave it out" : near.map { "did you mean `\($0)`?" }
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.unknownStep, "step `\(step.id.word)` needs unknown step `\(need.word)`", at: need.location,
                    label: label))
            return
        }
        graph.add(.init(from: step.id.word, to: need.word, location: need.location))
    }

    private func compile(
        _ step: ParsedStep, _ manifest: NodeManifest, graph: inout DependencyGraph, reader: inout YAMLReader
    ) -> PlannedStep? {
        let before = reader.diagnostics.filter { $0.severity == .error }.count
        let subject = "step `\(step.id.word)`"
        let condition = step.condition.flatMap { scope.step.condition($0, reader: &reader) }
        let list = step.forEach.flatMap { listExpression($0, reader: &reader) }
        let elementType = list.map { Self.elementType($0.expression.resultType) } ?? .dyn
        let templates: TemplateReader =
            if step.forEach == nil { scope.step } else if step.batch != nil { scope.batch(elementType) } else {
                scope.item(elementType)
            }
        let compiler = ParameterCompiler(
            manifest: manifest, subject: subject, location: step.id.location, templates: templates, bareExpressions: templates,
            present: present)
        let onUnknown = onUnknown(of: step, manifest, reader: &reader)
        let alternatives = alternatives(
            of: step, manifest, subject: subject, onUnknown: onUnknown, templates: templates, reader: &reader)
        let parameters = manifest.viaRules == nil ? compiler.compile(step.with, reader: &reader) : alternatives?.first?.parameters
        let unless = step.settings.retry?.unless.flatMap { scope.retry.condition($0, reader: &reader) }

        addEdges(condition?.expression.references ?? [], { condition?.location(of: $0) }, step, to: &graph, reader: &reader)
        addEdges(list?.expression.references ?? [], { list?.location(of: $0) }, step, to: &graph, reader: &reader)
        addEdges(unless?.expression.references ?? [], { unless?.location(of: $0) }, step, to: &graph, reader: &reader)
        let used = manifest.viaRules == nil ? [parameters].compactMap { $0 } : (alternatives ?? []).map(\.parameters)
        for template in used.flatMap(\.placedTemplates) {
            addEdges(template.template.references, { template.location(of: $0) }, step, to: &graph, reader: &reader)
        }
        let credential = credential(of: step, manifest, subject: subject, reader: &reader)
        let ownEffect = manifest.effect.effect { name in
            guard case .object(let members)? = parameters else { return nil }
            return members.first { $0.key == name }.map(\.value.constant) ?? manifest.parameter(name)?.defaultValue
        }
        let effect = alternatives?.contains { $0.effect == .send } == true ? .send : ownEffect
        if let node = step.settings.onUnknown, effect != .send {
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.sendOnlyKey, "\(subject) has `on_unknown`, but `\(manifest.name)` sends nothing",
                    at: node.location,
                    label: "take it out: the node may be repeated safely"))
        }
        guard reader.diagnostics.filter({ $0.severity == .error }).count == before, let parameters else { return nil }
        return PlannedStep(
            id: step.id.word, node: step.uses.word, effect: effect, credential: credential, parameters: parameters,
            dependencies: [], when: step.when?.word ?? .allSucceeded, condition: condition,
            forEach: list.map { ForEach(list: $0, concurrency: step.concurrency?.word ?? 1, batch: step.batch?.word) },
            onError: step.onError, retry: step.settings.retry?.policy ?? .standard, retryUnless: unless,
            timeout: step.settings.timeout ?? manifest.timeout, onUnknown: onUnknown ?? manifest.onUnknown,
            chunk: list == nil ? manifest.chunk.map(Self.chunk) : nil, alternatives: alternatives ?? [],
            location: step.id.location)
    }

    private func alternatives(
        of step: ParsedStep, _ manifest: NodeManifest, subject: String, onUnknown: UnknownPolicy?, templates: TemplateReader,
        reader: inout YAMLReader
    ) -> [Alternative]? {
        if let rules = manifest.viaRules {
            return ViaCompiler(
                catalog: catalog, manifest: manifest, rules: rules, step: step, subject: subject, onUnknown: onUnknown,
                templates: templates, present: present
            ).compile(reader: &reader)
        }
        if step.via != nil {
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.viaNotTaken, "\(subject) has `via`, but `\(manifest.name)` is a node of one provider",
                    at: step.uses.location, label: "use a node above the providers, such as `sms.send`, or take `via` out"))
        }
        return nil
    }

    /// What the step itself says about an unknown outcome.
    private func onUnknown(of step: ParsedStep, _ manifest: NodeManifest, reader: inout YAMLReader) -> UnknownPolicy? {
        guard let node = step.settings.onUnknown else { return nil }
        guard let policy = UnknownPolicyReader(of: manifest).policy(node, reader: &reader) else { return nil }
        guard let query = policy.query else { return policy }
        if manifest.viaRules != nil {
            reader.diagnostics.append(
                Diagnostic(
                    NodeCode.unusableQuestion,
                    "`\(manifest.name)` goes through several providers, and each is asked in its own way",
                    at: node.location, label: "use the node of one provider, or take `query` out"))
            return nil
        }
        reader.diagnostics += catalog.objections(to: query, of: manifest.name)
        return policy
    }

    private static func chunk(_ rule: ChunkRule) -> Chunk {
        Chunk(parameter: rule.parameter.name, size: rule.size) { value throws(NodeFailure) in
            do throws(ParameterProblem) {
                return try rule.chunks(of: value)
            } catch {
                throw NodeFailure(code: "parameter", class: .input, message: error.message)
            }
        }
    }

    private func listExpression(_ scalar: YAMLScalar, reader: inout YAMLReader) -> PlacedExpression? {
        guard let expression = scope.step.expression(scalar, reader: &reader) else { return nil }
        switch expression.expression.resultType {
        case .list, .dyn: return expression
        case let other:
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.parameterType, "`for_each` takes a list, but this expression gives \(other)", at: scalar.location
                ))
            return nil
        }
    }

    private static func elementType(_ type: ExpressionType) -> ExpressionType {
        if case .list(let element) = type { element } else { .dyn }
    }

    /// A step waits for every step that its expressions mention.
    private func addEdges(
        _ references: [Reference], _ location: (Range<Int>) -> SourceLocation?, _ step: ParsedStep,
        to graph: inout DependencyGraph, reader: inout YAMLReader
    ) {
        for reference in references where reference.root == "steps" {
            let place = location(reference.range) ?? step.id.location
            guard let name = reference.path.first else {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.wholeSteps, "an expression cannot use `steps` as a whole", at: place,
                        label: "name the step, as in `steps.\(graph.steps.first?.rawValue ?? "x").output`"))
                continue
            }
            let id = StepID(name)
            if graph.steps.contains(id) { graph.add(.init(from: step.id.word, to: id, location: place)) }
        }
    }

    private func credential(
        of step: ParsedStep, _ manifest: NodeManifest, subject: String, reader: inout YAMLReader
    ) -> CredentialName? {
        if manifest.credentialFields.isEmpty {
            if let own = step.settings.credential, step.hasOwnCredential {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.credentialNotUsed, severity: .warning,
                        "\(subject) names a credential, but `\(manifest.name)` uses none", at: own.location, label: "take it out")
                )
            }
            return nil
        }
        if let named = step.settings.credential { return named.word }
        guard manifest.needsCredential else { return nil }
        let fields = manifest.credentialFields.map { "`\($0.name)`" }.joined(separator: ", ")
        reader.diagnostics.append(
            Diagnostic(
                WorkflowCode.credentialNotNamed, "\(subject): `\(manifest.name)` needs a credential", at: step.id.location,
                label: "add `credential: \(manifest.provider?.name ?? "name")`",
                help: ["the credential holds \(fields)"]))
        return nil
    }
}
