import Diagnostics
import Expressions
import NodeCatalog
import Values
import WorkflowModel
import YAMLSyntax

/// Turns the triggers of a workflow into planned ones.
struct TriggerCompiler {
    let catalog: Catalog
    let vars: ValueObject
    let inputs: [InputDeclaration]

    /// What expressions see as `trigger`: the fields that the triggers have, of the type they agree on. Without triggers anything,
    /// because `ulak run --event` may bring anything.
    func type(of triggers: [ParsedTrigger]) -> ExpressionType {
        let manifests = triggers.compactMap { catalog.node($0.uses.word) }.filter { $0.kind == .trigger }
        guard !manifests.isEmpty, manifests.count == triggers.count else { return .dyn }
        var fields: [(String, ExpressionType)] = [("id", .string)]
        for manifest in manifests {
            guard case .declared(let outputs) = manifest.outputs else { return .dyn }
            for output in outputs {
                if let index = fields.firstIndex(where: { $0.0 == output.name }) {
                    if fields[index].1 != output.type.expressionType { fields[index].1 = .dyn }
                } else {
                    fields.append((output.name, output.type.expressionType))
                }
            }
        }
        return .object(ObjectType(name: "trigger", fields: fields, isOpen: false))
    }

    func compile(_ triggers: [ParsedTrigger], scope: ExpressionScope, reader: inout YAMLReader) -> [PlannedTrigger] {
        var planned: [PlannedTrigger] = []
        var routes: [String: SourceLocation] = [:]
        for trigger in triggers {
            let subject = "trigger `\(trigger.id.word)`"
            guard let manifest = catalog.resolve(trigger.uses, as: .trigger, subject: subject, reader: &reader) else { continue }
            let compiler = ParameterCompiler(
                manifest: manifest, subject: subject, location: trigger.id.location,
                templates: ExpressionScope.constant(vars: ExpressionType(of: .object(vars), name: "vars")),
                bareExpressions: scope.start)
            guard let template = compiler.compile(trigger.with, reader: &reader),
                let parameters = constant(template, manifest, subject: subject, at: trigger, reader: &reader)
            else { continue }
            if let first = Self.sameRoute(as: manifest, parameters, at: trigger.id.location, in: &routes) {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.sameRoute, "two triggers listen on `\(parameters["path"]?.plainText ?? "")`",
                        at: trigger.id.location, related: [.init(location: first, message: "the other one")]))
            }
            planned.append(
                PlannedTrigger(
                    id: trigger.id.word, node: trigger.uses.word, parameters: parameters,
                    inputs: inputValues(trigger, scope: scope, reader: &reader), location: trigger.id.location))
        }
        return planned
    }

    /// Where the trigger stands that listens on the same path with one of the same methods; notes this one.
    private static func sameRoute(
        as manifest: NodeManifest, _ parameters: ValueObject, at location: SourceLocation,
        in routes: inout [String: SourceLocation]
    ) -> SourceLocation? {
        guard manifest.parameter("path")?.type == .routePath, let path = parameters["path"]?.stringValue else { return nil }
        let shape = (try? PathPattern(path))?.shape ?? path
        let keys = (parameters["methods"]?.listValue ?? ["POST"]).map { "\($0.plainText) \(shape)" }
        let first = keys.compactMap { routes[$0] }.first
        for key in keys where routes[key] == nil { routes[key] = location }
        return first
    }

    /// The values that a trigger gives to inputs. A required input without a default needs one from every trigger.
    private func inputValues(
        _ trigger: ParsedTrigger, scope: ExpressionScope, reader: inout YAMLReader
    ) -> [(name: String, value: ValueTemplate)] {
        var values: [(name: String, value: ValueTemplate)] = []
        for entry in trigger.inputs {
            guard let declaration = inputs.first(where: { $0.name == entry.key }) else {
                let near = closestMatch(to: entry.key, in: inputs.map(\.name))
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.triggerInput, "trigger `\(trigger.id.word)` gives a value to unknown input `\(entry.key)`",
                        at: entry.keyLocation, label: near.map { "did you mean `\($0)`?" } ?? "declare it under `inputs:`"))
                continue
            }
            guard let value = scope.triggerInputs.template(entry.value, reader: &reader) else { continue }
            if let constant = value.constant, !declaration.type.accepts(constant) {
                reader.diagnostics.append(
                    Diagnostic(
                        WorkflowCode.triggerInput,
                        "input `\(entry.key)` is \(declaration.type.name), but this is \(constant.kindPhrase)",
                        at: entry.value.location))
                continue
            }
            values.append((entry.key, value))
        }
        let given = Set(trigger.inputs.map(\.key))
        for declaration in inputs
        where declaration.isRequired && declaration.defaultValue == nil && !given.contains(declaration.name) {
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.triggerInput,
                    "runs of trigger `\(trigger.id.word)` would lack the required input `\(declaration.name)`",
                    at: trigger.id.location,
                    help: ["write under the trigger: inputs: { \(declaration.name): \"${{ trigger.… }}\" }, or give it a default"]
                ))
        }
        return values
    }

    /// A trigger's parameters are fixed when the file is loaded: expressions over `vars` are worked out now.
    private func constant(
        _ template: ValueTemplate, _ manifest: NodeManifest, subject: String, at trigger: ParsedTrigger, reader: inout YAMLReader
    ) -> ValueObject? {
        do throws(PlacedEvaluationError) {
            let value = try template.evaluate(DictionaryActivation(["vars": .object(vars)] as [String: Value]))
            do throws(ParameterProblems) {
                return try manifest.check(value.objectValue ?? [:])
            } catch {
                for problem in error.problems {
                    reader.diagnostics.append(
                        Diagnostic(
                            WorkflowCode.invalidParameter, "\(subject): \(problem.message)", at: trigger.id.location,
                            label: problem.label))
                }
            }
        } catch {
            reader.diagnostics.append(error.error.diagnostic { _ in error.location })
        }
        return nil
    }
}
