import Values
import WorkflowModel

extension SendSummary {
    /// Where the send stands in the list.
    public var place: SendPlace { SendPlace(startedAt: entry.startedAt, run: run, step: entry.key.step, item: entry.key.item) }

    /// The send for `--json` and the API.
    public var json: Value {
        var object: ValueObject = [
            "run": .string(run.rawValue), "workflow": .string(workflow.rawValue), "step": .string(entry.key.step.rawValue),
        ]
        if let item = entry.key.item { object.set("item", to: .int(Int64(item))) }
        object.set("attempt", to: .int(Int64(entry.key.attempt)))
        object.set("node", to: .string(entry.node.rawValue))
        object.set("provider", to: .string(entry.provider))
        object.set("started_at", to: .string(entry.startedAt.description))
        object.set("state", to: .string(entry.state.rawValue))
        return .object(object)
    }
}
