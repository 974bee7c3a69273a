import Values
import WorkflowModel

extension RunSnapshot {
    /// The run for `--json` and the API. Times are RFC 3339 in UTC, durations milliseconds; what does not apply is left out.
    public var json: Value {
        var object: ValueObject = ["run": .string(run.rawValue), "workflow": .string(workflow.rawValue)]
        object.set("status", to: .string(status.name.rawValue))
        object.set("due", to: status.due)
        object.set("started_at", to: startedAt)
        object.set("finished_at", to: finishedAt)
        object.set("duration_ms", to: duration)
        if isCancelRequested { object.set("cancel_requested", to: true) }
        if let failure {
            var error: ValueObject = ["step": .string(failure.step.rawValue)]
            error.merge(failure.error.members)
            object.set("error", to: .object(error))
        }
        var trigger: ValueObject = [:]
        if let id = start.trigger.id { trigger.set("id", to: .string(id.rawValue)) }
        if let node = start.trigger.node { trigger.set("node", to: .string(node.rawValue)) }
        trigger.set("data", to: start.trigger.data)
        object.set("trigger", to: .object(trigger))
        object.set("inputs", to: .object(start.inputs))
        object.set("plan", to: .string(start.plan.rawValue))
        object.set("steps", to: .list(steps.map(\.json)))
        return .object(object)
    }
}

extension StepSnapshot {
    public var json: Value {
        var object: ValueObject = ["id": .string(id.rawValue), "status": .string(status.rawValue)]
        if let skipReason { object.set("reason", to: .string(skipReason.rawValue)) }
        object.merge(trailMembers)
        if let items { object.set("items", to: .list(items.map(\.json))) }
        return .object(object)
    }
}

extension ItemSnapshot {
    public var json: Value {
        var object: ValueObject = ["index": .int(Int64(index)), "value": value, "status": .string(status.rawValue)]
        object.merge(trailMembers)
        return .object(object)
    }
}

extension AttemptTrail {
    fileprivate var trailMembers: ValueObject {
        var object: ValueObject = [:]
        object.set("started_at", to: startedAt)
        object.set("finished_at", to: finishedAt)
        if let startedAt, let finishedAt { object.set("duration_ms", to: finishedAt - startedAt) }
        if !output.isNull { object.set("output", to: output) }
        if let error { object.set("error", to: .object(error.members)) }
        if !attempts.isEmpty { object.set("attempts", to: .list(attempts.map(\.json))) }
        return object
    }
}

extension AttemptSnapshot {
    public var json: Value {
        var object: ValueObject = ["number": .int(Int64(number))]
        if let member = purpose.member { object.set(member, to: true) }
        if let through { object.set("through", to: .string(through.provider)) }
        object.set("started_at", to: startedAt)
        object.set("finished_at", to: finishedAt)
        object.set("duration_ms", to: duration)
        switch outcome {
        case nil: break
        case .succeeded: object.set("outcome", to: "succeeded")
        case .failed(let failure):
            object.set("outcome", to: "failed")
            object.set("error", to: .object(failure.members))
        case .unknown(let reason):
            object.set("outcome", to: "unknown")
            object.set("reason", to: .string(reason.kind.rawValue))
            object.set("message", to: .string(reason.message))
        case .snoozed(let until, let event):
            object.set("outcome", to: "snoozed")
            object.set("until", to: until)
            if let event { object.merge(event.members) }
        }
        object.set("retry_at", to: retryAt)
        if isHeld { object.set("held", to: true) }
        if let resolvedAsSent { object.set("resolved", to: resolvedAsSent ? "sent" : "not_sent") }
        if startedAt != nil { object.set("parameters", to: parameters) }
        return .object(object)
    }
}

extension ValueObject {
    fileprivate mutating func set(_ key: String, to time: Timestamp?) {
        if let time { set(key, to: .string(time.description)) }
    }

    fileprivate mutating func set(_ key: String, to duration: Duration?) {
        if let duration { set(key, to: .int(duration.microseconds / 1000)) }
    }
}
