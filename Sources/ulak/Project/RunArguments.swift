import Diagnostics
import Expressions
import Foundation
import NodeCatalog
import RunEngine
import Values
import WorkflowLanguage
import WorkflowModel
import YAMLSyntax

/// Turns what a person typed into the inputs and the trigger of a run.
struct RunArguments {
    let plan: Plan
    let catalog: Catalog

    // MARK: Inputs

    /// Every declared input with its value, defaults filled in; or everything that is wrong.
    ///
    /// - Parameter trigger: gives values to inputs, which what was typed overrides.
    func inputs(pairs: [String], file: String?, trigger: RunTrigger) -> Result<ValueObject, FindingsError> {
        var findings: [Diagnostic] = []
        var given = ValueObject()
        if let file {
            do throws(FileFailure) {
                given = try Self.object(in: file)
            } catch {
                return .failure(FindingsError(findings: [error.diagnostic]))
            }
        }
        let typed = Set(pairs.map { String($0.prefix { $0 != "=" }) }).union(given.keys)
        for (name, template) in plan.triggers.first(where: { $0.id == trigger.id })?.inputs ?? [] where !typed.contains(name) {
            let variables: [String: Value] = ["trigger": trigger.data, "vars": .object(plan.vars)]
            do throws(PlacedEvaluationError) {
                given.set(name, to: try template.evaluate(DictionaryActivation(variables)))
            } catch {
                findings.append(error.error.diagnostic { _ in error.location })
            }
        }
        for pair in pairs {
            guard let separator = pair.firstIndex(of: "=") else {
                findings.append(finding("`--input \(pair)` has no `=`", label: "write --input name=value"))
                continue
            }
            let name = String(pair[..<separator])
            let text = String(pair[pair.index(after: separator)...])
            guard let declaration = plan.inputs.first(where: { $0.name == name }) else {
                let problem = plan.unknownInput(name)
                findings.append(finding(problem.message, label: problem.hint))
                continue
            }
            if let value = Self.value(text, as: declaration.type) {
                given.set(name, to: value)
            } else {
                findings.append(
                    finding("input `\(name)` is \(declaration.type.name), found `\(text)`", label: Self.hint(declaration.type)))
            }
        }
        let complete: ValueObject
        do throws(InputProblems) {
            complete = try plan.checkInputs(given)
        } catch {
            // What could not be read is not missing.
            let misread = Set(findings.map(\.message))
            for problem in error.problems
            where !(problem.isMissing && misread.contains { $0.contains("`\(problem.input)`") }) {
                findings.append(
                    finding(problem.message, label: problem.isMissing ? "add --input \(problem.input)=…" : problem.hint))
            }
            return .failure(FindingsError(findings: findings))
        }
        return findings.isEmpty ? .success(complete) : .failure(FindingsError(findings: findings))
    }

    private func finding(_ message: String, label: String? = nil) -> Diagnostic {
        Diagnostic(WorkflowCode.inputValue, message, at: nil, label: label)
    }

    private static func value(_ text: String, as type: InputType) -> Value? {
        switch type {
        case .text: return .string(text)
        case .any: return (try? JSONReader().read(text)) ?? .string(text)
        case .integer, .number, .boolean, .list, .map:
            guard let value = try? JSONReader().read(text), type.accepts(value) else { return nil }
            return value
        }
    }

    private static func hint(_ type: InputType) -> String? {
        switch type {
        case .list: "write JSON, such as '[\"a\", \"b\"]'"
        case .map: "write JSON, such as '{\"a\": 1}'"
        default: nil
        }
    }

    // MARK: Trigger

    /// The trigger of the run, with the data of `--event`.
    func trigger(_ id: String?, eventFile: String?) -> Result<RunTrigger, FindingsError> {
        func failure(_ message: String, _ label: String?) -> Result<RunTrigger, FindingsError> {
            .failure(FindingsError(findings: [Diagnostic(WorkflowCode.eventNeeded, message, at: nil, label: label)]))
        }
        var planned: PlannedTrigger?
        if let id {
            planned = plan.triggers.first { $0.id.rawValue == id }
            guard planned != nil else {
                let names = plan.triggers.map(\.id.rawValue)
                return failure(
                    "workflow `\(plan.workflow)` has no trigger `\(id)`",
                    closestMatch(to: id, in: names).map { "did you mean `\($0)`?" }
                        ?? (names.isEmpty ? "it has none" : "it has " + names.map { "`\($0)`" }.joined(separator: ", ")))
            }
        } else if eventFile != nil {
            planned = plan.triggers.first { catalog.node($0.node)?.eventOutput != nil } ?? plan.triggers.first
        }
        guard let eventFile else {
            if let reference = triggerReference {
                return failure(
                    "workflow `\(plan.workflow)` reads `\(reference)`, but there is no event",
                    "add --event FILE with the data of the event as JSON")
            }
            return .success(
                RunTrigger(id: planned?.id, node: planned?.node, data: ["id": .string(planned?.id.rawValue ?? "manual")]))
        }
        do throws(FileFailure) {
            let event = try JSONFile.read(eventFile)
            var data: ValueObject = [:]
            if let output = planned.flatMap({ catalog.node($0.node)?.eventOutput }) {
                // What the outside delivers fills one output; the others are there, but empty.
                for declared in planned.flatMap({ catalog.node($0.node) })?.outputNames ?? [] {
                    data.set(declared, to: .null)
                }
                data.set(output, to: event)
            } else if case .object(let members) = event {
                data.merge(members)
            } else {
                return failure("the event in `\(eventFile)` is \(event.kindPhrase), expected a map", nil)
            }
            data.set("id", to: .string(planned?.id.rawValue ?? "manual"))
            return .success(RunTrigger(id: planned?.id, node: planned?.node, data: .object(data)))
        } catch {
            return .failure(FindingsError(findings: [error.diagnostic]))
        }
    }

    /// The first place where the workflow reads data of its trigger.
    private var triggerReference: String? {
        for step in plan.steps + plan.onFailure {
            let expressions = [step.condition?.expression, step.forEach?.list.expression].compactMap { $0 }
            let references = expressions.flatMap(\.references) + step.parameters.placedTemplates.flatMap(\.template.references)
            if let found = references.first(where: { $0.root == "trigger" && $0.path.first != "id" }) {
                return (["trigger"] + found.path).joined(separator: ".")
            }
        }
        return nil
    }

    // MARK: Files

    /// A map out of a JSON or YAML file.
    private static func object(in path: String) throws(FileFailure) -> ValueObject {
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            let (document, problems) = YAMLLoader(noun: "file of inputs").load(
                bytes: try WorkflowFile(path: path).read(), path: path)
            var reader = YAMLReader(diagnostics: problems)
            if let document, let value = reader.openValue(document.root), !reader.diagnostics.hasErrors {
                return value.objectValue ?? [:]
            }
            throw FileFailure(
                diagnostic: reader.diagnostics.first { $0.severity == .error }
                    ?? Diagnostic(WorkflowCode.unreadableFile, "cannot read `\(path)`", at: nil))
        }
        guard case .object(let members) = try JSONFile.read(path) else {
            throw FileFailure("`\(path)` holds no map of inputs")
        }
        return members
    }
}

/// Findings that end a command.
struct FindingsError: Error {
    let findings: [Diagnostic]
}

extension NodeManifest {
    var outputNames: [String] {
        if case .declared(let outputs) = outputs { outputs.map(\.name) } else { [] }
    }
}
