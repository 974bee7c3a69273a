import Diagnostics
import RunEngine
import Server
import TestKit
import Testing
import Values
import WorkflowModel

@Suite("The API")
struct APITests {
    static let workflow = """
        name: orders
        description: Tells customers.
        inputs:
          customer: { type: text, required: true, help: Who. }
          count: { type: integer, default: 1, allowed: [1, 2] }
        triggers:
          daily: { uses: cron, with: { schedule: "0 9 * * *", timezone: Europe/Istanbul }, inputs: { customer: nobody } }
        steps:
          one: { uses: log, with: { message: Hello } }
        """

    static func started(_ id: String, _ client: ServerClient, at seconds: Int64 = 0) throws -> RunRecord {
        let plan = try #require(client.daemon.state.withLock { $0.plans.first })
        return .runStarted(
            RunStarted(
                run: RunID(id), of: plan, trigger: .manual, inputs: ["customer": "x"],
                at: client.daemon.clock.wallTime + .seconds(seconds)))
    }

    @Test("workflows are listed with triggers and inputs, the broken ones with what is wrong")
    func workflows() async throws {
        try await withServer([Self.workflow]) { client in
            let file = SourceFile(path: "workflows/bad.yaml", text: "name: bad\n")
            let finding = Diagnostic(
                RouteCode.taken, "something is wrong", at: SourceLocation(file: file, range: .empty), label: "mend it")
            client.daemon.state.withLock {
                $0.broken = [
                    WorkflowListing(name: WorkflowName("bad"), path: "workflows/bad.yaml", plan: nil, diagnostics: [finding])
                ]
            }
            let reply = try await client.get("/api/v1/workflows")
            #expect(reply.status == 200)
            let listed = try #require(reply.json["workflows"]?.listValue)
            #expect(listed.map { $0["name"] } == ["orders", "bad"])
            #expect(listed.map { $0["status"] } == ["active", "broken"])
            #expect(
                listed[0]["inputs"] == [
                    ["name": "customer", "type": "text", "required": true, "help": "Who."],
                    ["name": "count", "type": "integer", "required": false, "default": 1, "allowed": [1, 2]],
                ])
            #expect(listed[0]["triggers"]?[0]?["node"] == "cron")
            #expect(listed[0]["triggers"]?[0]?["parameters"]?["schedule"] == "0 9 * * *")
            #expect(listed[0]["steps"] == [["id": "one", "node": "log", "needs": []]])
            #expect(listed[1]["diagnostics"]?[0]?["code"] == "SRV001")
            #expect(try await client.get("/api/v1/workflows/orders").json == listed[0])
            let missing = try await client.get("/api/v1/workflows/none")
            #expect(missing.status == 404)
            #expect(missing.code == "no_such_workflow")
            let broken = try await client.post("/api/v1/workflows/bad/runs", "{}")
            #expect(broken.status == 409)
            #expect(broken.json["diagnostics"]?[0]?["code"] == "SRV001")
        }
    }

    @Test("a run is started with its inputs, defaults filled in")
    func start() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await client.post("/api/v1/workflows/orders/runs", #"{"inputs":{"customer":"Ada"}}"#)
            #expect(reply.status == 202)
            #expect(reply.text == #"{"run":"run-1"}"#)
            #expect(reply.headers["location"] == "/api/v1/runs/run-1")
            let started = try #require(client.daemon.state.withLock { $0.started.first })
            #expect(started.workflow == WorkflowName("orders"))
            #expect(started.inputs == ["customer": "Ada", "count": 1])
        }
    }

    @Test("every problem of the inputs is listed")
    func inputProblems() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await client.post("/api/v1/workflows/orders/runs", #"{"inputs":{"count":3,"odd":1}}"#)
            #expect(reply.status == 422)
            #expect(reply.headers["content-type"] == "application/problem+json")
            #expect(
                reply.json["problems"] == [
                    ["input": "odd", "message": "workflow `orders` has no input `odd`; it has `customer`, `count`"],
                    ["input": "customer", "message": "input `customer` is missing: Who."],
                    ["input": "count", "message": "input `count` cannot be `3`; expected one of `1`, `2`"],
                ])
            for (body, status, code) in [
                ("[]", 400, "body_invalid"), (#"{"input":{}}"#, 400, "body_invalid"), (#"{"inputs":7}"#, 400, "body_invalid"),
                ("{", 400, "body_not_json"), (#"{"inputs":{"customer":7}}"#, 422, "inputs_invalid"),
            ] {
                let reply = try await client.post("/api/v1/workflows/orders/runs", body)
                #expect(reply.status == status, "\(body)")
                #expect(reply.code == code, "\(body)")
            }
            #expect(client.daemon.state.withLock { $0.started.isEmpty })
        }
    }

    @Test("a call with the Idempotency-Key of an earlier one starts nothing and answers with the earlier run")
    func idempotency() async throws {
        try await withServer([Self.workflow]) { client in
            let body = #"{"inputs":{"customer":"Ada"}}"#, headers = [("Idempotency-Key", "k-1")]
            _ = try await client.post("/api/v1/workflows/orders/runs", body, headers: headers)
            let again = try await client.post("/api/v1/workflows/orders/runs", body, headers: headers)
            #expect(again.status == 200)
            #expect(again.json == ["run": "run-1", "duplicate": true])
            #expect(client.daemon.state.withLock { $0.started.count } == 1)
            let long = [("Idempotency-Key", String(repeating: "k", count: 256))]
            #expect(try await client.post("/api/v1/workflows/orders/runs", body, headers: long).status == 400)
        }
    }

    @Test("runs are listed by workflow and status, a page at a time, and shown whole")
    func runs() async throws {
        try await withServer([Self.workflow]) { client in
            for number in 1...5 {
                let id = "r\(number)"
                try await client.daemon.append([Self.started(id, client, at: Int64(number))], to: RunID(id))
            }
            let end = RunFinished(result: .succeeded, at: client.daemon.clock.wallTime + .seconds(60))
            try await client.daemon.append([.runFinished(end)], to: RunID("r2"))
            func ids(_ query: String) async throws -> [String?] {
                let reply = try await client.get("/api/v1/runs\(query)")
                return (reply.json["runs"]?.listValue ?? []).map { $0["run"]?.stringValue } + [reply.json["next"]?.stringValue]
            }
            for (query, expected) in [
                ("", ["r5", "r4", "r3", "r2", "r1", nil]), ("?limit=2", ["r5", "r4", "r4"]),
                ("?limit=2&before=r4", ["r3", "r2", "r2"]),
                ("?limit=2&before=r2", ["r1", nil]), ("?status=succeeded", ["r2", nil]),
                ("?status=failed,succeeded", ["r2", nil]),
                ("?workflow=none", [nil]),
            ] {
                let found = try await ids(query)
                #expect(found == expected, "\(query)")
            }
            let shown = try await client.get("/api/v1/runs/r2")
            let records = try await client.daemon.journal.records(of: RunID("r2"))
            #expect(shown.json == RunSnapshot(records: records)?.json)
            for (path, status, code) in [
                ("/api/v1/runs/none", 404, "no_such_run"), ("/api/v1/runs?limit=0", 400, "parameter_invalid"),
                ("/api/v1/runs?limit=x", 400, "parameter_invalid"), ("/api/v1/runs?status=odd", 400, "parameter_invalid"),
                ("/api/v1/runs?state=running", 400, "parameter_unknown"), ("/api/v1/none", 404, "not_found"),
                ("/api/v1", 404, "not_found"),
            ] {
                let reply = try await client.get(path)
                #expect(reply.status == status, "\(path)")
                #expect(reply.code == code, "\(path)")
            }
        }
    }

    @Test("a run is stopped, retried and settled, and what is not possible is said")
    func operations() async throws {
        try await withServer([Self.workflow]) { client in
            #expect(try await client.post("/api/v1/runs/r1/cancel", "").status == 202)
            #expect(try await client.post("/api/v1/runs/r1/retry", "").status == 202)
            let resolved = try await client.post("/api/v1/runs/r1/resolve", #"{"step":"notify","sent":true}"#)
            #expect(resolved.status == 202)
            #expect(resolved.text == #"{"run":"r1"}"#)
            #expect(try await client.post("/api/v1/runs/r1/resolve", #"{"step":"notify","item":2,"sent":false}"#).status == 202)
            #expect(
                client.daemon.state.withLock { $0.asked } == [
                    "cancel r1", "retry r1", "resolve r1 notify - true", "resolve r1 notify 2 false",
                ])
            for body in [
                "", "{}", #"{"step":"notify"}"#, #"{"step":"notify","sent":"yes"}"#, #"{"step":"notify","sent":true,"item":-1}"#,
            ] {
                let reply = try await client.post("/api/v1/runs/r1/resolve", body)
                #expect(reply.status == 400, "\(body)")
            }
            for (refusal, status, code) in [
                (OperationError.noSuchRun(RunID("r1")), 404, "no_such_run"),
                (.notPossible("run `r1` has ended"), 409, "not_possible"),
                (.draining, 503, "draining"), (.journal(JournalError(.io, message: "disk")), 503, "journal_unavailable"),
                (.noSuchStep(RunID("r1"), StepID("s")), 404, "no_such_step"),
            ] {
                client.daemon.state.withLock { $0.refusal = refusal }
                let reply = try await client.post("/api/v1/runs/r1/cancel", "")
                #expect(reply.status == status)
                #expect(reply.code == code)
            }
        }
    }

    @Test("sends are listed, and those that wait for a person on their own")
    func sends() async throws {
        try await withServer { client in
            let journal = client.daemon.journal
            let start = SampleRecords.start
            for (run, workflow) in [("r1", "orders"), ("r2", "orders"), ("r3", "stock")] {
                let records = SampleRecords.all(RunID(run))
                guard case .runStarted(var started) = records[0] else { return }
                started.workflow = WorkflowName(workflow)
                let snapshot = try #require(RunSnapshot(records: [.runStarted(started)]))
                let item = run == "r1" ? 2 : nil
                let send = SendEntry(
                    key: AttemptKey(step: StepID("notify"), item: item, attempt: 2), node: NodeName("turkeysms.send_sms"),
                    startedAt: start, state: run == "r1" ? .held : .sent)
                try await journal.append([
                    JournalEntry(
                        run: RunID(run), firstSequence: 0, records: [.runStarted(started)], summary: snapshot.summary,
                        sends: [send])
                ])
            }
            func runs(_ query: String) async throws -> [String] {
                let sends = try await client.get("/api/v1/sends\(query)").json["sends"]?.listValue ?? []
                return sends.compactMap { $0["run"]?.stringValue }
            }
            #expect(try await runs("") == ["r3", "r2", "r1"])
            #expect(try await runs("?workflow=orders") == ["r2", "r1"])
            #expect(try await runs("?workflow=orders&run=r2") == ["r2"])
            #expect(try await runs("?state=held,sent&limit=2") == ["r3", "r2"])
            #expect(try await runs("?state=sent&unknown=true") == [])
            let reply = try await client.get("/api/v1/sends?unknown=true")
            #expect(
                reply.json == [
                    "sends": [
                        [
                            "run": "r1", "workflow": "orders", "step": "notify", "item": 2, "attempt": 2,
                            "node": "turkeysms.send_sms", "provider": "turkeysms", "started_at": .string(start.description),
                            "state": "held",
                        ]
                    ]
                ])
            let first = try await client.get("/api/v1/sends?limit=2").json
            let next = try #require(first["next"]?.stringValue)
            let second = try await client.get("/api/v1/sends?limit=2&after=\(next)").json
            #expect(second["sends"]?.listValue?.compactMap { $0["run"]?.stringValue } == ["r1"])
            #expect(second["next"] == nil)
            #expect(try await client.get("/api/v1/sends?after=yesterday").status == 400)
            #expect(try await client.get("/api/v1/sends?state=lost").status == 400)
            #expect(try await client.get("/api/v1/sends?unknown=maybe").status == 400)
        }
    }

    @Test("nodes are listed and shown with their parameters")
    func nodes() async throws {
        try await withServer { client in
            let nodes = try await client.get("/api/v1/nodes").json["nodes"]?.listValue ?? []
            #expect(nodes.contains { $0["node"] == "webhook" && $0["kind"] == "trigger" })
            let node = try await client.get("/api/v1/nodes/turkeysms.send_sms").json
            #expect(node["provider"] == "turkeysms")
            #expect(node["parameters"]?.listValue?.contains { $0["name"] == "to" } == true)
            #expect(try await client.get("/api/v1/nodes/none").status == 404)
        }
    }

    @Test("health, readiness and metrics answer, with HEAD and OPTIONS")
    func health() async throws {
        try await withServer { client in
            #expect(try await client.get("/healthz").text == #"{"status":"ok"}"#)
            #expect(try await client.get("/readyz").text == #"{"status":"ready"}"#)
            client.daemon.state.withLock { $0.obstacles = ["the journal is full"] }
            let reply = try await client.get("/readyz")
            #expect(reply.status == 503)
            #expect(reply.json["detail"] == "the journal is full")
            let head = try await client.send("HEAD", "/healthz")
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(try await client.send("OPTIONS", "/api/v1/runs").headers["allow"] == "GET, HEAD, OPTIONS")
            let wrong = try await client.send("DELETE", "/api/v1/runs/r1")
            #expect(wrong.status == 405)
            #expect(wrong.headers["allow"] == "GET, HEAD, OPTIONS")
            #expect(try await client.get("/metrics").headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let open = try await client.get("/metrics", headers: [("Accept", "application/openmetrics-text")])
            #expect(open.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
            #expect(open.text.hasSuffix("# EOF\n"))
        }
    }

    @Test("metrics count calls by their answer and open runs by their state")
    func metrics() async throws {
        try await withServer([WebhookTests.orders]) { client in
            try await client.daemon.append([Self.started("r1", client)], to: RunID("r1"))
            _ = try await client.post("/open", "{}")
            _ = try await client.post("/open", "{")
            let lines = try await client.get("/metrics").text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(
                lines == [
                    #"ulak_runs_active{state="queued"} 0"#, #"ulak_runs_active{state="running"} 1"#,
                    #"ulak_runs_active{state="unknown"} 0"#, #"ulak_runs_active{state="waiting"} 0"#,
                    #"ulak_webhook_calls_total{workflow="orders",trigger="open",status="202"} 1"#,
                    #"ulak_webhook_calls_total{workflow="orders",trigger="open",status="400"} 1"#,
                ])
        }
    }
}
