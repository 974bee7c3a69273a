import Expressions
import RunEngine
import Values
import WorkflowModel

/// What a `webhook` trigger asks for, made ready for calls.
struct WebhookRoute: Sendable {
    enum Respond: Sendable {
        case accepted
        case completed(within: Duration)
    }

    let auth: WebhookAuth
    let dedupe: CompiledExpression?
    /// Gives the key under which steps wait for a call.
    let correlate: CompiledExpression?
    let startsRun: Bool
    let respond: Respond
    /// The steps whose output is the answer.
    let respondSteps: Set<StepID>
    let maximumBody: Int
    let bucket: TokenBucket?
    private let vars: ValueObject
    private let inputs: [(name: String, value: ValueTemplate)]
    private let defaults: ValueObject

    init(_ trigger: PlannedTrigger, of plan: Plan) throws(RouteSettingError) {
        let parameters = trigger.parameters
        auth = try WebhookAuth(parameters["auth"] ?? .null)
        dedupe = try Self.expression("dedupe", parameters)
        correlate = try Self.expression("correlate", parameters)
        startsRun = parameters["starts_run"]?.boolValue ?? true
        if parameters["respond"] == "completed" {
            let text = parameters["respond_timeout"]?.stringValue ?? "30s"
            guard let limit = Duration(text: text) else { throw RouteSettingError("`respond_timeout` is no duration") }
            respond = .completed(within: limit)
        } else {
            respond = .accepted
        }
        respondSteps = Set((plan.steps + plan.onFailure).filter { $0.node == NodeName("respond") }.map(\.id))
        maximumBody = parameters["max_body"]?.intValue.flatMap { Int(exactly: $0) } ?? 1 << 20
        bucket = parameters["max_per_minute"]?.intValue.map { TokenBucket(perMinute: Int($0)) }
        vars = plan.vars
        inputs = trigger.inputs
        defaults = ValueObject(plan.inputs.map { ($0.name, $0.defaultValue ?? .null) })
    }

    /// Expressions of triggers are kept as text; they were checked when the file was loaded.
    private static func expression(_ name: String, _ parameters: ValueObject) throws(RouteSettingError) -> CompiledExpression? {
        guard let text = parameters[name]?.stringValue else { return nil }
        let environment = ExpressionEnvironment(variables: [("trigger", .dyn), ("inputs", .dyn), ("vars", .dyn)])
        do throws(ExpressionIssues) {
            guard text.contains("${{") else { return try environment.compile(text) }
            let template = try Template.compile(text, in: environment, wholeMayEndWithNewline: true)
            if let whole = template.wholeExpression { return whole }
        } catch {
            throw RouteSettingError("`\(name)`: \(error)")
        }
        throw RouteSettingError("`\(name)` is no expression")
    }

    /// The key that an expression gives for this event.
    func key(_ expression: CompiledExpression, _ name: String, for event: ValueObject, trigger: TriggerID) throws(KeyError)
        -> String
    {
        var data = event
        data.set("id", to: .string(trigger.rawValue))
        var variables: [String: Value] = ["trigger": .object(data), "vars": .object(vars)]
        do {
            if expression.references.contains(where: { $0.root == "inputs" }) {
                var values = defaults
                for (name, template) in inputs { values.set(name, to: try template.evaluate(DictionaryActivation(variables))) }
                variables["inputs"] = .object(values)
            }
            switch try expression.evaluate(DictionaryActivation(variables)).json() {
            case .string(let text) where !text.isEmpty: return text
            case .int(let number): return String(number)
            case .null, .string: throw KeyError("`\(name)` gives no key for this call: `\(expression.source)` is empty")
            case let other: return other.jsonText()
            }
        } catch let error as KeyError {
            throw error
        } catch let error as EvaluationError {
            throw KeyError("`\(name)` gives no key for this call: \(error.message)")
        } catch let error as PlacedEvaluationError {
            throw KeyError("`\(name)` gives no key for this call: \(error.error.message)")
        } catch {
            throw KeyError("`\(name)` gives no key for this call")
        }
    }

    /// A call lacks what makes its key.
    struct KeyError: Error {
        let message: String

        init(_ message: String) {
            self.message = message
        }
    }
}
