import Values
import WorkflowModel

extension RunSummary {
    /// The line as data.
    public var json: Value {
        var object: ValueObject = [
            "run": .string(id.rawValue), "workflow": .string(workflow.rawValue), "status": .string(status.name.rawValue),
            "started_at": .string(startedAt.description),
        ]
        if let finishedAt {
            object.set("finished_at", to: .string(finishedAt.description))
            object.set("duration_ms", to: .int((finishedAt - startedAt).microseconds / 1000))
        }
        if let trigger { object.set("trigger", to: .string(trigger.rawValue)) }
        return .object(object)
    }
}
