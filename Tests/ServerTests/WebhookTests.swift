import RunEngine
import Server
import Testing
import Values
import WorkflowModel

@Suite("Webhooks over HTTP")
struct WebhookTests {
    static let orders = """
        name: orders
        inputs:
          customer: { type: text, default: nobody }
        vars: { shop: demo }
        triggers:
          shipped:
            uses: webhook
            with:
              path: /orders/{id}/shipped
              methods: [POST, PUT]
              auth: none
              dedupe: trigger.body.key + vars.shop
              max_body: 2000
          open:
            uses: webhook
            with: { path: /open, methods: [GET, POST], auth: none }
        steps:
          one: { uses: log, with: { message: Hello } }
        """

    @Test("a call is taken in and answered with 202 and the run's id, and the run sees all of it")
    func accepted() async throws {
        try await withServer([Self.orders]) { client in
            let reply = try await client.post(
                "/orders/A%2F17/shipped?a=1&b=x+y&a=2", #"{"key":"k","total":1.0}"#,
                headers: [("X-Shop", "one"), ("X-Shop", "two"), ("Authorization", "Bearer secret"), ("Cookie", "c=1")])
            #expect(reply.status == 202)
            #expect(reply.text == #"{"run":"run-1"}"#)
            #expect(reply.headers["content-type"] == "application/json")
            let event = try #require(client.daemon.events.first)
            #expect(event.source == TriggerKey(WorkflowName("orders"), TriggerID("shipped")))
            #expect(
                event.occurrence
                    == Occurrence(key: "kdemo", keptUntil: client.daemon.clock.wallTime + .seconds(24 * 3600)))
            #expect(event.data["body"] == ["key": "k", "total": 1.0])
            #expect(event.data["path"] == ["id": "A/17"])
            #expect(event.data["query"] == ["a": ["1", "2"], "b": "x y"])
            #expect(event.data["method"] == "POST")
            #expect(event.data["headers"]?["x-shop"] == "one, two")
            // No secret of the caller enters the journal.
            #expect(event.data["headers"]?["authorization"] == nil)
            #expect(event.data["headers"]?["cookie"] == nil)
        }
    }

    @Test("a repeat is answered with 409 and the first run's id, and starts nothing")
    func duplicate() async throws {
        try await withServer([Self.orders]) { client in
            _ = try await client.post("/orders/1/shipped", #"{"key":"k"}"#)
            let reply = try await client.post("/orders/1/shipped", #"{"key":"k"}"#)
            #expect(reply.status == 409)
            #expect(reply.headers["content-type"] == "application/problem+json")
            #expect(
                reply.json == [
                    "type": "about:blank", "title": "Conflict", "status": 409, "code": "duplicate",
                    "detail": "a call with the same key has started run `run-1`", "run": "run-1",
                ])
            #expect(client.daemon.events.count == 1)
        }
    }

    @Test("nothing is answered with 202 when the event could not be brought to disk")
    func journalFailure() async throws {
        try await withServer([Self.orders]) { client in
            client.daemon.state.withLock { $0.failure = .journal(JournalError(.full, message: "no room on /secret/path")) }
            let reply = try await client.post("/open", "{}")
            #expect(reply.status == 503)
            #expect(reply.headers["retry-after"] == "5")
            #expect(reply.code == "journal_unavailable")
            #expect(!reply.text.contains("/secret/path"))
            client.daemon.state.withLock {
                $0.failure = .invalid(TriggerKey(WorkflowName("orders"), TriggerID("open")), "input `x` is missing")
            }
            let invalid = try await client.post("/open", "{}")
            #expect(invalid.status == 422)
            #expect(invalid.json["detail"] == "input `x` is missing")
        }
    }

    @Test("JSON that cannot be read is answered with 400 and its place")
    func badJSON() async throws {
        try await withServer([Self.orders]) { client in
            let reply = try await client.post("/open", "{\n  \"a\": tru\n}")
            #expect(reply.status == 400)
            #expect(
                reply.json == [
                    "type": "about:blank", "title": "Bad Request", "status": 400, "code": "body_not_json",
                    "detail": "the body is not JSON: found a line end where `true` was expected at byte 12 (line 2, column 11)",
                    "offset": 12, "line": 2, "column": 11,
                ])
            #expect(client.daemon.events.isEmpty)
        }
    }

    @Test("a body beyond the limit is answered with 413, with and without a length")
    func tooLarge() async throws {
        try await withServer([Self.orders]) { client in
            let body = "\"" + String(repeating: "x", count: 3000) + "\""
            let reply = try await client.post("/orders/1/shipped", body)
            #expect(reply.status == 413)
            #expect(reply.json["detail"] == "the body is larger than 2000 bytes")
            let inLimit = try await client.post("/open", body)
            #expect(inLimit.status == 202)
        }
    }

    @Test("headers beyond the limit are answered with 431")
    func headersTooLarge() async throws {
        try await withServer([Self.orders]) { client in
            let reply = try await client.post("/open", "{}", headers: [("X-Long", String(repeating: "x", count: 17_000))])
            #expect(reply.status == 431)
            #expect(reply.code == "headers_too_large")
        }
    }

    @Test("another method is answered with 405 and what would be right, and HEAD and OPTIONS start nothing")
    func methods() async throws {
        try await withServer([Self.orders]) { client in
            let reply = try await client.get("/orders/1/shipped")
            #expect(reply.status == 405)
            #expect(reply.headers["allow"] == "POST, PUT, OPTIONS")
            let options = try await client.send("OPTIONS", "/orders/1/shipped")
            #expect(options.status == 204)
            #expect(options.headers["allow"] == "POST, PUT, OPTIONS")
            let head = try await client.send("HEAD", "/open")
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(client.daemon.events.isEmpty)
            #expect(try await client.send("PUT", "/orders/1/shipped", Array(#"{"key":"p"}"#.utf8)).status == 202)
            #expect(try await client.get("/open").status == 202)
            #expect(client.daemon.events.last?.data["body"] == .null)
        }
    }

    @Test(
        "a path on which nobody listens is not found",
        arguments: ["/orders", "/orders//shipped", "/orders/1/shipped/", "/open/x", "/Open", "/api2"])
    func notFound(path: String) async throws {
        try await withServer([Self.orders]) { client in
            let reply = try await client.post(path, "{}")
            #expect(reply.status == 404)
            #expect(reply.code == "no_route")
        }
    }

    @Test(
        "bodies are JSON, forms or text",
        arguments: [
            ("application/json; charset=utf-8", "[1, 2]", [1, 2]), ("application/vnd.shop+json", "7", 7),
            ("application/x-www-form-urlencoded", "a=1&b=%C3%A7+x&a=2&c", ["a": ["1", "2"], "b": "ç x", "c": ""]),
            ("text/plain", "çay", "çay"), ("text/xml; charset=UTF-8", "<a/>", "<a/>"), ("", " {\"a\": 1}", ["a": 1]),
            ("", "hello", "hello"),
        ] as [(String, String, Value)])
    func bodies(type: String, text: String, expected: Value) async throws {
        try await withServer([Self.orders]) { client in
            let headers = type.isEmpty ? [] : [("Content-Type", type)]
            let reply = try await client.send("POST", "/open", Array(text.utf8), headers: headers)
            #expect(reply.status == 202)
            #expect(client.daemon.events.last?.data["body"] == expected)
        }
    }

    @Test(
        "other bodies are answered with what is wrong",
        arguments: [
            ("application/octet-stream", [1, 2], 415, "body_type"), ("text/plain; charset=iso-8859-9", [0xFD], 415, "body_type"),
            ("text/plain", [0xC3, 0x28], 400, "body_not_text"),
            ("application/x-www-form-urlencoded", Array("a=%zz".utf8), 400, "body_not_form"),
            ("application/x-www-form-urlencoded", Array("a=%FF".utf8), 400, "body_not_form"),
        ] as [(String, [UInt8], Int, String)])
    func otherBodies(type: String, bytes: [UInt8], status: Int, code: String) async throws {
        try await withServer([Self.orders]) { client in
            let reply = try await client.send("POST", "/open", bytes, headers: [("Content-Type", type)])
            #expect(reply.status == status)
            #expect(reply.code == code)
            #expect(client.daemon.events.isEmpty)
        }
    }

    @Test("a call without what makes its key is answered with 422")
    func noKey() async throws {
        try await withServer([Self.orders]) { client in
            let missing = try await client.post("/orders/1/shipped", #"{"other":1}"#)
            #expect(missing.status == 422)
            #expect(missing.code == "key_missing")
            let wrong = try await client.post("/orders/1/shipped", #"{"key":[1]}"#)
            #expect(wrong.status == 422)
            #expect(client.daemon.events.isEmpty)
        }
    }

    @Test("while the daemon is being stopped, calls get 503 with Retry-After and routes of the API still answer")
    func draining() async throws {
        try await withServer([Self.orders]) { client in
            client.server.startDraining()
            let reply = try await client.post("/open", "{}")
            #expect(reply.status == 503)
            #expect(reply.headers["retry-after"] == "10")
            #expect(reply.code == "draining")
            #expect(try await client.get("/readyz").status == 503)
            #expect(try await client.get("/healthz").status == 200)
            #expect(try await client.get("/api/v1/runs").status == 200)
            #expect(client.daemon.events.isEmpty)
        }
    }

    @Test("routes are replaced as a whole while the server runs")
    func reload() async throws {
        try await withServer([Self.orders]) { client in
            let other = try FakeDaemon.plans([Self.orders.replacing("path: /open", with: "path: /other")])
            client.server.use(RouteTable.build(other).table)
            #expect(try await client.post("/open", "{}").status == 404)
            #expect(try await client.post("/other", "{}").status == 202)
            client.server.use(.empty)
            #expect(try await client.post("/other", "{}").status == 404)
        }
    }

    @Test("a webhook with a rate lets a burst through and then answers 429 with Retry-After")
    func rate() async throws {
        let workflow = """
            name: rate
            triggers:
              hook: { uses: webhook, with: { path: /r, auth: none, max_per_minute: 12 } }
            steps:
              one: { uses: log, with: { message: Hello } }
            """
        try await withServer([workflow]) { client in
            // On a busy machine the calls take so long that another one may be let through.
            var reply = try await client.post("/r", "{}")
            var taken = 0
            while reply.status == 202, taken < 20 {
                taken += 1
                reply = try await client.post("/r", "{}")
            }
            #expect(taken >= 2)
            #expect(reply.status == 429)
            #expect((1...5).contains(reply.headers["retry-after"].flatMap { Int($0) } ?? 0))
            #expect(client.daemon.events.count == taken)
        }
    }

    @Test("a webhook brings its calls to steps that wait, with and without starting a run")
    func correlate() async throws {
        let workflow = """
            name: approvals
            triggers:
              answered:
                uses: webhook
                with: { path: /answers, auth: none, correlate: trigger.body.ticket, starts_run: false, dedupe: trigger.body.id }
              noted:
                uses: webhook
                with: { path: /notes, auth: none, correlate: trigger.body.ticket }
            steps:
              one: { uses: log, with: { message: Hello } }
            """
        try await withServer([workflow]) { client in
            let first = try await client.post("/answers", #"{"ticket":7,"id":"e1"}"#)
            #expect(first.status == 202)
            #expect(first.text == #"{"delivered":true}"#)
            let again = try await client.post("/answers", #"{"ticket":7,"id":"e1"}"#)
            #expect(again.status == 200)
            #expect(again.text == #"{"delivered":false}"#)
            #expect(client.daemon.events.isEmpty)
            let event = try #require(client.daemon.delivered.first)
            #expect(event.key == EventKey(name: "approvals/answered", key: "7"))
            #expect(event.id == "e1")
            #expect(event.data["body"] == ["ticket": 7, "id": "e1"])
            #expect(try await client.post("/notes", #"{"ticket":"x"}"#).status == 202)
            #expect(client.daemon.events.count == 1)
            #expect(client.daemon.delivered.last?.key == EventKey(name: "approvals/noted", key: "x"))
        }
    }
}
