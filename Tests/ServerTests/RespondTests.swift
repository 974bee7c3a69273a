import RunEngine
import Server
import TestKit
import Testing
import Values
import WorkflowModel

@Suite("Webhooks that wait for their answer")
struct RespondTests {
    static let workflow = """
        name: quote
        triggers:
          asked:
            uses: webhook
            with: { path: /quote, auth: none, respond: completed, respond_timeout: 30s }
        steps:
          answer: { uses: respond, with: { status: 201, body: { ok: true } } }
          after: { uses: log, with: { message: Hello } }
        """

    static func started(_ run: RunID, _ client: ServerClient) throws -> RunRecord {
        let plan = try #require(client.daemon.state.withLock { $0.plans.first })
        return .runStarted(RunStarted(run: run, of: plan, trigger: .manual, inputs: [:], at: client.daemon.clock.wallTime))
    }

    static func answered(_ client: ServerClient, _ output: Value) -> [RunRecord] {
        let key = AttemptKey(step: StepID("answer"), attempt: 1), now = client.daemon.clock.wallTime
        return [
            .attemptStarted(AttemptStarted(key: key, parameters: [:], at: now)),
            .attemptFinished(AttemptFinished(key: key, outcome: .succeeded(output), at: now)),
        ]
    }

    /// Calls, and lets the run do something once the server waits for it.
    static func call(
        _ client: ServerClient, while body: (RunID) async throws -> Void
    ) async throws -> ServerClient.Reply {
        async let reply = client.post("/quote", "{}")
        // The limit of the wait is on the clock once the run was accepted.
        while client.daemon.clock.sleeperCount == 0 { await Task.yield() }
        try await body(RunID("run-1"))
        return try await reply
    }

    @Test("the answer is that of the `respond` step, while the run goes on")
    func answer() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await Self.call(client) { run in
                try await client.daemon.append([Self.started(run, client)], to: run)
                let output: Value = [
                    "status": 201, "headers": ["X-Quote": "17", "Connection": "close", "Content-Length": "1"],
                    "body": ["ok": true],
                ]
                try await client.daemon.append(Self.answered(client, output), to: run)
            }
            #expect(reply.status == 201)
            #expect(reply.text == #"{"ok":true}"#)
            #expect(reply.headers["x-quote"] == "17")
            #expect(reply.headers["x-ulak-run"] == "run-1")
            #expect(reply.headers["content-type"] == "application/json")
        }
    }

    @Test(
        "bodies are text, JSON or nothing",
        arguments: [
            ("text", "text", "text/plain; charset=utf-8"), (["a": 1], #"{"a":1}"#, "application/json"), (.null, "", nil),
        ] as [(Value, String, String?)])
    func bodies(body: Value, text: String, type: String?) async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await Self.call(client) { run in
                let output: Value = ["status": 200, "headers": [:], "body": body]
                try await client.daemon.append([Self.started(run, client)] + Self.answered(client, output), to: run)
            }
            #expect(reply.status == 200)
            #expect(reply.text == text)
            #expect(reply.headers["content-type"] == type)
        }
    }

    @Test("when the time is up, the answer is 202 with the run's id: the run goes on")
    func timeUp() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await Self.call(client) { _ in client.daemon.clock.advance(by: .seconds(30)) }
            #expect(reply.status == 202)
            #expect(reply.text == #"{"run":"run-1"}"#)
        }
    }

    @Test("a run that ends without an answer says how it ended, and a failure tells nothing of its inside")
    func ended() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await Self.call(client) { run in
                let failure = NodeFailure(code: "x", class: .input, message: "inside")
                try await client.daemon.append(
                    [
                        Self.started(run, client),
                        .runFinished(RunFinished(result: .failed(StepID("after"), failure), at: client.daemon.clock.wallTime)),
                    ], to: run)
            }
            #expect(reply.status == 500)
            #expect(
                reply.json == [
                    "type": "about:blank", "title": "Internal Server Error", "status": 500, "code": "run_failed",
                    "detail": "the run ended without an answer", "run": "run-1", "run_status": "failed",
                ])
        }
    }

    @Test("when the daemon is being stopped, whoever waits is told the run's id")
    func draining() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await Self.call(client) { _ in client.server.startDraining() }
            #expect(reply.status == 202)
            #expect(reply.text == #"{"run":"run-1"}"#)
        }
    }
}
