import Hummingbird
import RunEngine
import Values
import WorkflowModel

extension APIOperations {
    var sendRoutes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: .api("sends"), id: "listSends", tag: "sends", summary: "The send ledger, newest first.",
                parameters: [
                    .query("unknown", Schema.flag, "Only sends that are still to be found out: sending, unknown, held."),
                    .query(
                        "state", Schema.text,
                        "Only sends that stand so; several with commas between them: \(Self.states.joined(separator: ", ")); `held` ones wait for a person."
                    ),
                    .query("workflow", Schema.text, "Only sends of this workflow."),
                    .query("run", Schema.text, "Only sends of this run."),
                    .query("after", Schema.text, "Only sends behind this place, for the next page."),
                    .query("limit", Schema.integer(1...1000), "How many at the most; 50 without it."),
                ],
                responses: [
                    .json(
                        200, "The sends; `next` is there when there are more, and goes into `after`.",
                        Schema.object(
                            [("sends", Schema.list(Schema.reference("Send"))), ("next", Schema.text)], required: ["sends"])),
                    .problem(400, "A parameter is wrong."),
                ]
            ) { call throws(Problem) in
                try await list(call)
            }
        ]
    }

    private static let states = SendEntry.State.allCases.map(\.rawValue)

    private func list(_ call: APICall) async throws(Problem) -> Response {
        let limit = try number(call, "limit", in: 1...1000, default: 50)
        // One more than asked for tells whether there is a next page.
        var query = SendQuery(
            states: try words(call, "state", SendEntry.State.self), workflow: call.query("workflow").map { WorkflowName($0) },
            run: call.query("run").map { RunID($0) }, limit: limit + 1)
        if try flag(call, "unknown") { query.states = (query.states ?? SendEntry.State.open).intersection(SendEntry.State.open) }
        if let text = call.query("after") {
            guard let place = SendPlace(text: text) else {
                throw Problem(.badRequest, "parameter_invalid", "`after` is `\(text)`, expected the `next` of an earlier answer")
            }
            query.after = place
        }
        let wanted = query
        let sends = try await reading { () async throws(JournalError) in try await parts.journal.sends(wanted) }
        var object: ValueObject = ["sends": .list(sends.prefix(limit).map(\.json))]
        if sends.count > limit { object.set("next", to: .string(sends[limit - 1].place.text)) }
        return Response(.ok, json: .object(object))
    }
}
