import Diagnostics
import Expressions
import NodeCatalog
import Values
import WorkflowModel
import YAMLSyntax

/// Turns `via:` into the ways in which a step may go.
struct ViaCompiler {
    let catalog: Catalog
    /// The common node, such as `sms.send`.
    let manifest: NodeManifest
    let rules: [ViaRule]
    let step: ParsedStep
    let subject: String
    /// What the step says itself.
    let onUnknown: UnknownPolicy?
    let templates: TemplateReader
    let present: Timestamp?

    /// The alternatives; nil when anything was reported.
    func compile(reader: inout YAMLReader) -> [Alternative]? {
        guard let via = step.via else {
            let names = rules.map { "`\($0.provider)`" }.joined(separator: ", ")
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.viaNeeded, "\(subject): `\(manifest.name)` goes through providers, but none is named",
                    at: step.id.location, label: "add `via: [\(rules.map(\.provider).joined(separator: ", "))]`",
                    help: ["it goes through \(names), in the order that you write"]))
            return nil
        }
        // What was wrong with the entries has been reported where they were read.
        if via.isEmpty { return nil }
        var alternatives: [Alternative] = []
        var seen: [String: SourceLocation] = [:]
        for entry in via {
            if let first = seen[entry.provider.word] {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.unknownAlternative, "\(subject) goes through `\(entry.provider.word)` twice",
                        at: entry.provider.location, related: [.init(location: first, message: "the first time")]))
                continue
            }
            seen[entry.provider.word] = entry.provider.location
            if let alternative = alternative(entry, reader: &reader) { alternatives.append(alternative) }
        }
        return alternatives.count == via.count ? alternatives : nil
    }

    private func alternative(_ entry: ParsedAlternative, reader: inout YAMLReader) -> Alternative? {
        let name = entry.provider.word
        guard let rule = rules.first(where: { $0.provider == name }) else {
            let names = rules.map(\.provider)
            let near = closestMatch(to: name, in: names)
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.unknownAlternative, "\(subject): `\(manifest.name)` does not go through `\(name)`",
                    at: entry.provider.location,
                    label: near.map { "did you mean `\($0)`?" }
                        ?? "it goes through " + names.map { "`\($0)`" }.joined(separator: ", ")))
            return nil
        }
        guard let target = catalog.node(rule.uses) else { return nil }
        let compiler = ParameterCompiler(
            manifest: manifest, subject: subject, location: step.id.location, templates: templates, bareExpressions: templates,
            present: present)
        let known = Set(reader.diagnostics.map(Self.identity))
        var own = YAMLReader()
        let parameters = compiler.compile(entries: entries(entry), reader: &own)
        reader.diagnostics += own.diagnostics.filter { !known.contains(Self.identity($0)) }
        guard let parameters else { return nil }
        let translate = Self.translation(manifest, rule)
        if let constant = parameters.constant,
            let problem = Self.problem(constant, translate, target)
        {
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.invalidParameter, "\(subject), through `\(name)`: \(problem.message)",
                    at: entry.provider.location,
                    label: problem.label))
            return nil
        }
        guard case .declared(let outputs) = manifest.outputs else { return nil }
        return Alternative(
            provider: name, node: rule.uses, effect: target.effect.effect { _ in nil },
            credential: entry.credential?.word ?? CredentialName(name), parameters: parameters, translate: translate,
            outputs: outputs.map(\.name), timeout: step.settings.timeout ?? target.timeout,
            onUnknown: onUnknown ?? target.onUnknown)
    }

    /// What stands under `with:`, and what this provider gets instead.
    private func entries(_ alternative: ParsedAlternative) -> [YAMLEntry] {
        let common = step.with?.mapping?.entries ?? []
        return common.filter { entry in !alternative.overrides.contains { $0.key == entry.key } } + alternative.overrides
    }

    private static func identity(_ diagnostic: Diagnostic) -> String {
        "\(diagnostic.code) \(diagnostic.message) \(diagnostic.location.map { "\($0.range.start)" } ?? "")"
    }

    private static func translation(
        _ manifest: NodeManifest, _ rule: ViaRule
    ) -> @Sendable (Value) throws(NodeFailure) -> Value {
        { value throws(NodeFailure) in
            let checked: ValueObject
            do throws(ParameterProblems) {
                checked = try manifest.check(value.objectValue ?? [:])
            } catch {
                throw NodeFailure(code: "parameter", class: .input, message: error.message)
            }
            do throws(PlacedEvaluationError) {
                return try rule.with.evaluate(DictionaryActivation(["params": .object(checked)] as [String: Value]))
            } catch {
                throw error.failure
            }
        }
    }

    /// What the provider's node would say about parameters that are all known.
    private static func problem(
        _ constant: Value, _ translate: (Value) throws(NodeFailure) -> Value, _ target: NodeManifest
    ) -> ParameterProblem? {
        guard let parameters = try? translate(constant).objectValue else { return nil }
        do throws(ParameterProblems) {
            _ = try target.check(parameters)
            return nil
        } catch {
            return error.problems.first
        }
    }
}
