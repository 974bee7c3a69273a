import Diagnostics
import Hummingbird
import RunEngine
import Values
import WorkflowModel

extension APIOperations {
    var workflowRoutes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: .api("workflows"), id: "listWorkflows", tag: "workflows",
                summary: "Every workflow of the folder, the broken ones too.",
                responses: [
                    .json(
                        200, "The workflows by name.",
                        Schema.object([("workflows", Schema.list(Schema.reference("Workflow")))], required: ["workflows"]))
                ]
            ) { _ in
                Response(.ok, json: ["workflows": .list(await parts.operations.workflows().map(\.json))])
            },
            APIRoute(
                method: .get, path: .api("workflows", "{workflow}"), id: "getWorkflow", tag: "workflows",
                summary: "One workflow with its triggers, inputs, steps and what was found in its file.",
                parameters: [.path("workflow", "The name of the workflow.")],
                responses: [
                    .json(200, "The workflow.", Schema.reference("Workflow")), .problem(404, "There is no such workflow."),
                ]
            ) { call throws(Problem) in
                Response(.ok, json: try await workflow(call).json)
            },
            APIRoute(
                method: .post, path: .api("workflows", "{workflow}", "runs"), id: "startRun", tag: "runs",
                summary: "Starts a run. The answer comes when the run is on disk.",
                parameters: [
                    .path("workflow", "The name of the workflow."),
                    APIParameter(
                        name: "Idempotency-Key", place: .header, schema: Schema.text,
                        help: "A call with the key of an earlier one starts nothing and answers with the earlier run."),
                ],
                body: Schema.object([("inputs", Schema.object([]))], isOpen: false),
                responses: [
                    .json(202, "The run was accepted.", Schema.object([("run", Schema.text)], required: ["run"])),
                    .json(
                        200, "The key is known, or a run of the group is open.",
                        Schema.object(
                            [("run", Schema.orNull(Schema.text)), ("duplicate", Schema.flag), ("skipped", Schema.flag)],
                            required: ["run"])),
                    .problem(400, "The body is not what was expected."), .problem(404, "There is no such workflow."),
                    .problem(409, "The workflow has mistakes and was never valid."),
                    .problem(422, "Inputs are missing or wrong; `problems` lists all of them."),
                    .problem(503, "The daemon is being stopped, or the journal cannot be used."),
                ]
            ) { call throws(Problem) in
                try await start(call)
            },
        ]
    }

    func workflow(_ call: APICall) async throws(Problem) -> WorkflowListing {
        let name = call.place("workflow")
        guard let found = await parts.operations.workflows().first(where: { $0.name.rawValue == name }) else {
            throw Problem(.notFound, "no_such_workflow", "there is no workflow `\(name)`")
        }
        return found
    }

    private func start(_ call: APICall) async throws(Problem) -> Response {
        guard !state.isDraining else { throw draining }
        let listing = try await workflow(call)
        guard let plan = listing.plan else {
            throw Problem(
                .conflict, "workflow_broken", "workflow `\(listing.name)` has mistakes; nothing can be started",
                members: ["diagnostics": .list(listing.diagnostics.map { DiagnosticRenderer().json($0) })])
        }
        let key = HTTPField.Name("Idempotency-Key").flatMap { call.request.headers[$0] }
        guard key.map({ (1...255).contains($0.utf8.count) }) != false else {
            throw Problem(.badRequest, "parameter_invalid", "`Idempotency-Key` takes 1 to 255 characters")
        }
        let inputs = try inputs(call.body, of: plan)
        let occurrence = key.map { Occurrence(key: $0, keptUntil: parts.now() + configuration.dedupeWindow) }
        let result = try await asking { () async throws(OperationError) in
            try await parts.operations.start(plan.workflow, inputs: inputs, occurrence: occurrence)
        }
        switch result {
        case .accepted(let run):
            return Response(.accepted, json: ["run": .string(run.rawValue)], headers: [.location: "/api/v1/runs/\(run)"])
        case .duplicate(let run):
            return Response(
                .ok, json: ["run": .string(run.rawValue), "duplicate": true], headers: [.location: "/api/v1/runs/\(run)"])
        case .skipped: return Response(.ok, json: ["run": .null, "skipped": true])
        }
    }

    private func inputs(_ body: Value, of plan: Plan) throws(Problem) -> ValueObject {
        let members: ValueObject
        switch body {
        case .null: members = [:]
        case .object(let object): members = object
        default: throw Problem(.badRequest, "body_invalid", "the body is \(body.kindName), expected a map with `inputs`")
        }
        if let unknown = members.keys.first(where: { $0 != "inputs" }) {
            throw Problem(.badRequest, "body_invalid", "the body has the unknown member `\(unknown)`, expected `inputs`")
        }
        let given: ValueObject
        switch members["inputs"] ?? .null {
        case .null: given = [:]
        case .object(let object): given = object
        case let other: throw Problem(.badRequest, "body_invalid", "`inputs` is \(other.kindName), expected a map")
        }
        do throws(InputProblems) {
            return try plan.checkInputs(given)
        } catch {
            throw Problem(
                .unprocessableContent, "inputs_invalid", error.description,
                members: [
                    "problems": .list(
                        error.problems.map { problem in
                            let message = problem.message + (problem.hint.map { "; \($0)" } ?? "")
                            return ["input": .string(problem.input), "message": .string(message)]
                        })
                ])
        }
    }
}

extension PathPattern {
    /// A path of the API; parts in braces are places.
    static func api(_ parts: String...) -> PathPattern { own(["api", "v1"] + parts) }

    static func own(_ parts: [String]) -> PathPattern {
        PathPattern(parts: parts.map { $0.hasPrefix("{") ? .place(String($0.dropFirst().dropLast())) : .text($0) })
    }
}

extension WorkflowListing {
    /// `active` runs as the file stands; `outdated` runs as it was before its last, broken change; `broken` does not run.
    var json: Value {
        let isBroken = diagnostics.hasErrors
        let renderer = DiagnosticRenderer()
        var object: ValueObject = [
            "name": .string(name.rawValue), "file": .string(path),
            "status": .string(plan == nil ? "broken" : isBroken ? "outdated" : "active"),
        ]
        if let plan {
            if let description = plan.description { object.set("description", to: .string(description)) }
            object.set("plan", to: .string(plan.hash.rawValue))
            object.set("inputs", to: .list(plan.inputs.map(\.json)))
            object.set("triggers", to: .list(plan.triggers.map { $0.json(next: nextStarts[$0.id]) }))
            object.set("steps", to: .list(plan.steps.map(\.json)))
            if !plan.onFailure.isEmpty { object.set("on_failure", to: .list(plan.onFailure.map(\.json))) }
        }
        object.set("diagnostics", to: .list(diagnostics.map(renderer.json)))
        return .object(object)
    }
}

extension InputDeclaration {
    fileprivate var json: Value {
        var object: ValueObject = ["name": .string(name), "type": .string(type.name), "required": .bool(isRequired)]
        if let defaultValue { object.set("default", to: defaultValue) }
        if !allowed.isEmpty { object.set("allowed", to: .list(allowed)) }
        if let help { object.set("help", to: .string(help)) }
        return .object(object)
    }
}

extension PlannedStep {
    fileprivate var json: Value {
        [
            "id": .string(id.rawValue), "node": .string(node.rawValue),
            "needs": .list(dependencies.map { .string($0.rawValue) }),
        ]
    }
}

extension PlannedTrigger {
    fileprivate func json(next: Timestamp?) -> Value {
        var object: ValueObject = [
            "id": .string(id.rawValue), "node": .string(node.rawValue), "parameters": .object(parameters),
        ]
        if let next { object.set("next_start", to: .string(next.description)) }
        return .object(object)
    }
}
