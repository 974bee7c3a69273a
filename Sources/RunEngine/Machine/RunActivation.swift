import Expressions
import Values
import WorkflowModel

/// The variables that a workflow's expressions see at one moment of a run.
struct RunActivation: Activation {
    let machine: RunStateMachine
    /// The step for which something is evaluated.
    let place: Int
    let now: Timestamp
    /// Variables of the place where the expression stands: `item`, `index`, `error`, ...
    var extras: [String: ExpressionValue] = [:]

    func value(of variable: String) -> ExpressionValue? {
        if let extra = extras[variable] { return extra }
        switch variable {
        case "trigger": return ExpressionValue(machine.start.trigger.data)
        case "inputs": return ExpressionValue(.object(machine.start.inputs))
        case "vars": return ExpressionValue(.object(machine.plan.vars))
        case "steps": return steps
        case "run":
            return ExpressionValue(fields: [
                ("id", .string(machine.start.run.rawValue)), ("workflow", .string(machine.plan.workflow.rawValue)),
                ("started_at", ExpressionValue(machine.start.at)),
            ])
        case "now": return ExpressionValue(now)
        case "failure": return failure
        default: return nil
        }
    }

    /// What the step waited for; behind a failed run, every main step.
    private var steps: ExpressionValue {
        let isOnFailure = place >= machine.graph.mainCount
        var seen = machine.graph.dependencies[place]
        if isOnFailure { seen = Array(0..<machine.graph.mainCount) + seen }
        return ExpressionValue(.object(ValueObject(seen.map { (machine.graph.steps[$0].id.rawValue, machine.steps[$0].view) })))
    }

    private var failure: ExpressionValue? {
        guard place >= machine.graph.mainCount, let (place, _) = machine.unhandledFailure else { return nil }
        return ExpressionValue([
            "step": .string(machine.graph.steps[place].id.rawValue), "error": machine.steps[place].view["error"] ?? .null,
        ])
    }
}

extension RunStateMachine {
    func activation(for place: Int, item: Int? = nil, at now: Timestamp) -> RunActivation {
        var activation = RunActivation(machine: self, place: place, now: now)
        if let item {
            let name = graph.steps[place].forEach?.batch == nil ? "item" : "items"
            activation.extras = [name: ExpressionValue(steps[place].items[item]), "index": .int(Int64(item))]
        }
        return activation
    }

    /// What `retry.unless` sees: `error` and `attempt` beside everything else.
    func retryActivation(_ key: AttemptKey, _ failure: NodeFailure, at now: Timestamp) -> RunActivation {
        var activation = activation(for: graph.place(of: key.step), item: key.item, at: now)
        activation.extras["attempt"] = .int(Int64(key.attempt))
        activation.extras["error"] = ExpressionValue(.object(failure.members))
        return activation
    }
}
