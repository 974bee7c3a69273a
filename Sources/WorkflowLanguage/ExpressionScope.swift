import Expressions
import NodeCatalog
import Values
import WorkflowModel

/// Which variables the expressions of a workflow see, and of which types.
struct ExpressionScope {
    let trigger: ExpressionType
    let inputs: ExpressionType
    let vars: ExpressionType
    /// Output type by step, for all steps that expressions may mention.
    let steps: [(id: StepID, output: ExpressionType)]
    /// Whether this is the scope of `on_failure:`.
    let hasFailure: Bool

    static let errorType = ExpressionType.object(
        ObjectType(name: "error", fields: [("code", .string), ("class", .string), ("message", .string)], isOpen: false))

    private static let runType = ExpressionType.object(
        ObjectType(name: "run", fields: [("id", .string), ("workflow", .string), ("started_at", .timestamp)], isOpen: false))

    private static let failureType = ExpressionType.object(
        ObjectType(name: "failure", fields: [("step", .string), ("error", errorType)], isOpen: false))

    private var stepsType: ExpressionType {
        .object(
            ObjectType(
                name: "steps",
                fields: steps.map { step in
                    let type = ObjectType(
                        name: "steps.\(step.id)",
                        fields: [("status", .string), ("output", step.output), ("error", Self.errorType)],
                        isOpen: false)
                    return (step.id.rawValue, .object(type))
                }, isOpen: false))
    }

    private var variables: [(String, ExpressionType)] {
        var variables: [(String, ExpressionType)] = [
            ("trigger", trigger), ("inputs", inputs), ("vars", vars), ("steps", stepsType), ("run", Self.runType),
            ("now", .timestamp),
        ]
        if hasFailure { variables.append(("failure", Self.failureType)) }
        return variables
    }

    /// For `if` and `for_each`.
    var step: TemplateReader { TemplateReader(ExpressionEnvironment(variables: variables)) }

    /// For the parameters of a step that runs once per element.
    func item(_ type: ExpressionType) -> TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: variables + [("item", type), ("index", .int)]))
    }

    /// For the parameters of a step that runs once per batch.
    func batch(_ type: ExpressionType) -> TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: variables + [("items", .list(type)), ("index", .int)]))
    }

    /// For `retry.unless`.
    var retry: TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: variables + [("error", Self.errorType), ("attempt", .int)]))
    }

    /// For `concurrency.key` and a webhook's `dedupe`, which are evaluated before any step.
    var start: TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: [("trigger", trigger), ("inputs", inputs), ("vars", vars)]))
    }

    /// For the values that a trigger gives to inputs.
    var triggerInputs: TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: [("trigger", trigger), ("vars", vars)]))
    }

    /// For the parameters of triggers, which are fixed when the file is loaded.
    static func constant(vars: ExpressionType) -> TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: [("vars", vars)]))
    }
}

extension ExpressionType {
    /// The type of data that is known when a workflow is loaded.
    init(of value: Value, name: String) {
        switch value {
        case .null: self = .dyn
        case .bool: self = .bool
        case .int: self = .int
        case .double: self = .double
        case .string: self = .string
        case .list(let elements):
            let types = Set(elements.map { ExpressionType(of: $0, name: name) })
            self = .list(types.count == 1 ? types.first ?? .dyn : .dyn)
        case .object(let members):
            self = .object(
                ObjectType(
                    name: name, fields: members.map { ($0.key, ExpressionType(of: $0.value, name: "\(name).\($0.key)")) },
                    isOpen: false))
        }
    }
}
