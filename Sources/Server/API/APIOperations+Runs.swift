import Hummingbird
import RunEngine
import Values
import WorkflowModel

extension APIOperations {
    var runRoutes: [APIRoute] {
        let run: APIParameter = .path("run", "The id of the run.")
        let changed = Schema.object([("run", Schema.text)], required: ["run"])
        return [
            APIRoute(
                method: .get, path: .api("runs"), id: "listRuns", tag: "runs", summary: "Runs, newest first.",
                parameters: [
                    .query("workflow", Schema.text, "Only runs of this workflow."),
                    .query(
                        "status", Schema.text,
                        "Only runs that stand so; several with commas between them: \(APISchemas.statuses.joined(separator: ", "))."
                    ),
                    .query("before", Schema.text, "Only runs before this one, for the next page."),
                    .query("limit", Schema.integer(1...1000), "How many at the most; 50 without it."),
                ],
                responses: [
                    .json(
                        200, "The runs; `next` is there when there are more, and goes into `before`.",
                        Schema.object(
                            [("runs", Schema.list(Schema.reference("RunSummary"))), ("next", Schema.text)], required: ["runs"])),
                    .problem(400, "A parameter is wrong."),
                ]
            ) { call throws(Problem) in
                try await list(call)
            },
            APIRoute(
                method: .get, path: .api("runs", "{run}"), id: "getRun", tag: "runs",
                summary: "One run with its steps and attempts.",
                parameters: [run],
                responses: [.json(200, "The run.", Schema.reference("Run")), .problem(404, "There is no such run.")]
            ) { call throws(Problem) in
                let id = RunID(call.place("run"))
                let records = try await reading { () async throws(JournalError) in try await parts.journal.records(of: id) }
                guard let snapshot = RunSnapshot(records: records) else { throw noRun(id) }
                return Response(.ok, json: snapshot.json)
            },
            APIRoute(
                method: .post, path: .api("runs", "{run}", "cancel"), id: "cancelRun", tag: "runs",
                summary: "Stops a run. No step starts any more; sends that have begun are awaited.",
                parameters: [run],
                responses: [
                    .json(202, "The run is being stopped.", changed), .problem(404, "There is no such run."),
                    .problem(409, "The run has ended."),
                ]
            ) { call throws(Problem) in
                let id = RunID(call.place("run"))
                try await asking { () async throws(OperationError) in try await parts.operations.cancel(id) }
                return Response(.accepted, json: ["run": .string(id.rawValue)])
            },
            APIRoute(
                method: .post, path: .api("runs", "{run}", "retry"), id: "retryRun", tag: "runs",
                summary: "Goes on with a run that failed or was cancelled. Steps that succeeded are not repeated.",
                parameters: [run],
                responses: [
                    .json(202, "The run goes on.", changed), .problem(404, "There is no such run."),
                    .problem(409, "The run cannot go on."),
                ]
            ) { call throws(Problem) in
                let id = RunID(call.place("run"))
                guard !state.isDraining else { throw draining }
                try await asking { () async throws(OperationError) in try await parts.operations.retry(id) }
                return Response(.accepted, json: ["run": .string(id.rawValue)])
            },
            APIRoute(
                method: .post, path: .api("runs", "{run}", "resolve"), id: "resolveSend", tag: "sends",
                summary: "Says what became of a send that was unknown.",
                parameters: [run],
                body: Schema.object(
                    [("step", Schema.text), ("item", Schema.integer), ("sent", Schema.flag)], required: ["step", "sent"],
                    isOpen: false),
                isBodyRequired: true,
                responses: [
                    .json(202, "The run goes on.", changed), .problem(400, "The body is not what was expected."),
                    .problem(404, "There is no such run or step."), .problem(409, "The step is not held."),
                ]
            ) { call throws(Problem) in
                try await resolve(call)
            },
        ]
    }

    func noRun(_ run: RunID) -> Problem { Problem(.notFound, "no_such_run", "there is no run `\(run)`") }

    private func list(_ call: APICall) async throws(Problem) -> Response {
        var query = RunQuery(limit: try number(call, "limit", in: 1...1000, default: 50))
        query.workflow = call.query("workflow").map { WorkflowName($0) }
        query.before = call.query("before").map { RunID($0) }
        query.statuses = try words(call, "status", RunStatus.Name.self)
        // One more than asked for tells whether there is a next page.
        let limit = query.limit
        query.limit += 1
        let wanted = query
        let runs = try await reading { () async throws(JournalError) in try await parts.journal.runs(wanted) }
        var object: ValueObject = ["runs": .list(runs.prefix(limit).map(\.json))]
        if runs.count > limit { object.set("next", to: .string(runs[limit - 1].id.rawValue)) }
        return Response(.ok, json: .object(object))
    }

    private func resolve(_ call: APICall) async throws(Problem) -> Response {
        guard let members = call.body.objectValue, let step = members["step"]?.stringValue, let sent = members["sent"]?.boolValue
        else {
            throw Problem(
                .badRequest, "body_invalid", "expected `{\"step\": \"...\", \"sent\": true}`, or false when it was not sent")
        }
        var item: Int?
        if let value = members["item"], !value.isNull {
            guard let number = value.intValue, number >= 0 else {
                throw Problem(.badRequest, "body_invalid", "`item` is the place in the list of a `for_each`, from 0")
            }
            item = Int(number)
        }
        let id = RunID(call.place("run")), place = item
        try await asking { () async throws(OperationError) in
            try await parts.operations.resolve(id, step: StepID(step), item: place, sent: sent)
        }
        return Response(.accepted, json: ["run": .string(id.rawValue)])
    }
}
