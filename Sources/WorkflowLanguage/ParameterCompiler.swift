import Diagnostics
import Expressions
import NodeCatalog
import Values
import WorkflowModel
import YAMLSyntax

/// Holds what stands under `with:` against the manifest of the node: names, types, limits and rules.
struct ParameterCompiler {
    let manifest: NodeManifest
    /// What messages call the step or trigger.
    let subject: String
    let location: SourceLocation
    let templates: TemplateReader
    /// For parameters that are bare expressions; their variables are other ones.
    let bareExpressions: TemplateReader
    /// The present, where times that lie behind are to be reported.
    var present: Timestamp?

    /// The compiled parameters; nil when anything was reported.
    func compile(_ with: YAMLNode?, reader: inout YAMLReader) -> ValueTemplate? {
        var entries: [YAMLEntry] = []
        if let with, !with.isAbsent {
            guard let mapping = reader.mapping(with, "with") else { return nil }
            entries = mapping.entries
        }
        return compile(entries: entries, reader: &reader)
    }

    func compile(entries: [YAMLEntry], reader: inout YAMLReader) -> ValueTemplate? {
        let before = reader.diagnostics.count
        guard let declarations = manifest.parameters else {
            let members = entries.compactMap { entry in
                templates.template(entry.value, reader: &reader).map { (key: entry.key, value: $0) }
            }
            return members.count == entries.count ? .object(members) : nil
        }
        var members: [(key: String, value: ValueTemplate)] = []
        for entry in entries {
            guard let declaration = declarations.first(where: { $0.name == entry.key }) else {
                report(manifest.unknownParameter(entry.key), .unknownParameter, at: entry.keyLocation, reader: &reader)
                continue
            }
            if entry.value.isAbsent { continue }
            guard let value = parameter(entry, declaration, reader: &reader) else { continue }
            members.append((entry.key, value))
        }
        for declaration in declarations where declaration.isRequired {
            let entry = entries.first { $0.key == declaration.name }
            guard entry == nil || entry?.value.isAbsent == true else { continue }
            let example = declaration.example ?? declaration.allowed.first ?? declaration.defaultValue
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.missingParameter, "\(subject): `\(manifest.name)` needs the parameter `\(declaration.name)`",
                    at: entry?.keyLocation ?? location,
                    help: ["\(declaration.name): \(example?.jsonText() ?? "…")   # \(declaration.help)"]))
        }
        guard reader.diagnostics.count == before else { return nil }
        checkRules(members, entries: entries, reader: &reader)
        return reader.diagnostics.count == before ? .object(members) : nil
    }

    private func parameter(_ entry: YAMLEntry, _ declaration: ParameterDeclaration, reader: inout YAMLReader) -> ValueTemplate? {
        if declaration.type == .expression {
            guard let scalar = reader.scalar(entry.value, entry.key),
                bareExpressions.expression(scalar, reader: &reader) != nil
            else { return nil }
            return .literal(.string(scalar.text))
        }
        guard let template = templates.template(entry.value, as: declaration.type, reader: &reader) else { return nil }
        if let constant = template.constant {
            warnOfBraces(constant, at: entry.value.location, reader: &reader)
            do throws(ParameterProblem) {
                let checked = try declaration.check(constant)
                if let present, let problem = declaration.problemOfTime(checked, at: present) { throw problem }
                return .literal(checked)
            } catch {
                report(error, .invalidParameter, at: entry.value.location, related: entry.value.related, reader: &reader)
                return nil
            }
        }
        guard typesFit(template, declaration.type, entry.value, name: entry.key, reader: &reader) else { return nil }
        return template
    }

    /// `{{ name }}`, as other tools write it, would reach people as it stands.
    private func warnOfBraces(_ value: Value, at location: SourceLocation, reader: inout YAMLReader) {
        switch value {
        case .string(let text):
            guard let match = text.firstMatch(of: /\{\{\s*([A-Za-z_][^{}]*?)\s*\}\}/) else { return }
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.bracesWithoutDollar, severity: .warning,
                    "\(subject): `\(match.output.0)` is text here and is sent as it stands", at: location,
                    label: "write `${{ \(match.output.1) }}` for the value"))
        case .list(let elements): for element in elements { warnOfBraces(element, at: location, reader: &reader) }
        case .object(let members): for (_, member) in members { warnOfBraces(member, at: location, reader: &reader) }
        case .null, .bool, .int, .double: return
        }
    }

    /// Whether what an expression gives may stand in the parameter, as far as its type is known before the run.
    private func typesFit(
        _ template: ValueTemplate, _ type: ParameterType, _ node: YAMLNode, name: String, reader: inout YAMLReader
    ) -> Bool {
        switch template {
        case .literal: return true
        case .template(let placed):
            let found = placed.template.resultType
            if type.accepts(found) { return true }
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.parameterType, "`\(name)` takes \(type.article), but this expression gives \(found)",
                    at: node.location, label: Self.conversion(from: found, to: type)))
            return false
        case .list(let elements):
            guard case .list(let elementType) = type else {
                if type == .any { return true }
                reader.wrongType(node, name, expected: type.article)
                return false
            }
            let nodes = node.sequence ?? []
            return zip(elements, nodes).reduce(true) { fits, pair in
                typesFit(pair.0, elementType, pair.1, name: name, reader: &reader) && fits
            }
        case .object:
            if type == .map || type == .any || type == .webhookAuth || type == .fileAfter { return true }
            reader.wrongType(node, name, expected: type.article)
            return false
        }
    }

    private static func conversion(from found: ExpressionType, to type: ParameterType) -> String? {
        switch (type, found) {
        case (_, .int) where type.isText, (_, .double) where type.isText, (_, .bool) where type.isText:
            "write string(…) around it"
        case (.integer, .string): "write int(…) around it"
        case (.number, .string): "write double(…) around it"
        default: nil
        }
    }

    /// Rules over several parameters whose values are all known already.
    private func checkRules(_ members: [(key: String, value: ValueTemplate)], entries: [YAMLEntry], reader: inout YAMLReader) {
        for check in manifest.checks {
            let names = Set(check.condition.expression.references.compactMap(\.path.first))
            var known = ValueObject()
            for declaration in manifest.parameters ?? [] {
                if let member = members.first(where: { $0.key == declaration.name }) {
                    if let constant = member.value.constant { known.set(declaration.name, to: constant) }
                } else {
                    known.set(declaration.name, to: declaration.defaultValue ?? .null)
                }
            }
            guard names.allSatisfy({ known[$0] != nil }) else { continue }
            let activation = DictionaryActivation(["params": .object(known)] as [String: Value])
            guard let problem = NodeManifest.problem(check, activation) else { continue }
            let entry = entries.first { names.contains($0.key) }
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.brokenRule, "\(subject): \(problem.message)", at: entry?.keyLocation ?? location))
        }
    }

    private func report(
        _ problem: ParameterProblem, _ code: WorkflowCode, at location: SourceLocation, related: [Diagnostic.Related] = [],
        reader: inout YAMLReader
    ) {
        reader.diagnostics.append(
            Diagnostic(code, "\(subject): \(problem.message)", at: location, label: problem.label, related: related))
    }
}
