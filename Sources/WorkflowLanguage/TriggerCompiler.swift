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
            if let path = parameters["path"]?.stringValue, trigger.uses.word == NodeName("webhook") {
                if let first = routes[path] {
                    reader.diagnostics.append(
                        Diagnostic(
                            WorkflowCode.sameRoute, "two triggers listen on `\(path)`", at: trigger.id.location,
                            related: [.init(location: first, message: "the other one")]))
                }
                routes[path] = trigger.id.location
            }
            planned.append(
                PlannedTrigger(
                    id: trigger.id.word, node: trigger.uses.word, parameters: .literal(parameters), location: trigger.id.location)
            )
        }
        return planned
    }

    /// A trigger's parameters are fixed when the file is loaded: expressions over `vars` are worked out now.
    private func constant(
        _ template: ValueTemplate, _ manifest: NodeManifest, subject: String, at trigger: ParsedTrigger, reader: inout YAMLReader
    ) -> Value? {
        do throws(PlacedEvaluationError) {
            let value = try template.evaluate(DictionaryActivation(["vars": .object(vars)] as [String: Value]))
            do throws(ParameterProblems) {
                return .object(try manifest.check(value.objectValue ?? [:]))
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
