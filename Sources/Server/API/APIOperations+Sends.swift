import Hummingbird
import Values
import WorkflowModel

extension APIOperations {
    var sendRoutes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: .api("sends"), id: "listSends", tag: "sends", summary: "The send ledger, newest run first.",
                parameters: [
                    .query("unknown", Schema.flag, "Only sends that wait for a person to say what became of them."),
                    .query("workflow", Schema.text, "Only sends of this workflow."),
                    .query("before", Schema.text, "Only sends of runs before this one."),
                    .query("limit", Schema.integer(1...1000), "How many runs are looked at; 50 without it."),
                ],
                responses: [
                    .json(
                        200, "The sends.", Schema.object([("sends", Schema.list(Schema.reference("Send")))], required: ["sends"])),
                    .problem(400, "A parameter is wrong."),
                ]
            ) { call throws(Problem) in
                let query = SendQuery(
                    onlyUnknown: try flag(call, "unknown"), workflow: call.query("workflow").map { WorkflowName($0) },
                    before: call.query("before").map { RunID($0) }, limit: try number(call, "limit", in: 1...1000, default: 50))
                let sends = try await asking { () async throws(OperationError) in try await parts.operations.sends(query) }
                return Response(.ok, json: ["sends": .list(sends.map(\.json))])
            }
        ]
    }
}

extension SendListing {
    var json: Value {
        var object: ValueObject = [
            "run": .string(run.rawValue), "workflow": .string(workflow.rawValue), "step": .string(step.rawValue),
        ]
        if let item { object.set("item", to: .int(Int64(item))) }
        if let node { object.set("node", to: .string(node.rawValue)) }
        object.set("state", to: .string(state.rawValue))
        object.set("attempts", to: .int(Int64(attempts)))
        if let since { object.set("since", to: .string(since.description)) }
        object.set("parameters", to: parameters)
        if let reason { object.set("reason", to: .string(reason)) }
        return .object(object)
    }
}
