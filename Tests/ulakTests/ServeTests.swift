import Foundation
import Sandbox
import Testing
import Values

@Suite("The daemon")
struct ServeTests {
    static let hook = """
        name: shipped
        triggers:
          order:
            uses: webhook
            with:
              path: "/orders/{id}"
              auth: { hmac: { credential: shop, header: X-Signature } }
              dedupe: trigger.body.order
        steps:
          send:
            uses: turkeysms.send_sms
            credential: turkeysms
            with: { sender: DEMOCO, to: "${{ trigger.body.phone }}", text: "Siparis ${{ trigger.path.id }}" }
        """

    /// HMAC-SHA256 of `{"order":1,"phone":"905550000001"}` with the key `top secret`, worked out with openssl.
    private static let body = #"{"order":1,"phone":"905550000001"}"#
    private static let signature = "9fea3907289a37a84d0c9f9ff920eaa86a8dc73cd5e51c058dc9a9c386ef79de"

    @Test("a signed call starts one run that sends one message; wrong and repeated calls are told apart")
    func webhook() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            var program = program
            program.environment["ULAK_CREDENTIAL_SHOP_SECRET"] = "top secret"
            try program.write(Self.hook, to: "workflows/shipped.yaml")
            let daemon = try await RunningDaemon(program)
            let signed = [("X-Signature", "sha256=" + Self.signature)]
            let wrong = try await daemon.post("/orders/5", Self.body, headers: [("X-Signature", "sha256=00")])
            #expect(wrong.status == 401)
            let first = try await daemon.post("/orders/5", Self.body, headers: signed)
            #expect(first.status == 202, "\(daemon.text)")
            let run = try #require(first.body["run"]?.stringValue)
            let replay = try await daemon.post("/orders/5", Self.body, headers: signed)
            #expect(replay.status == 409)
            #expect(replay.body["run"] == .string(run))
            try await daemon.eventually("/api/v1/runs/\(run)", "the run ends") { $0["status"] == "succeeded" }
            #expect(await sandbox.inbox().map(\.text) == ["Siparis 5"])
            #expect(await daemon.end() == 0)
            // The key is known across restarts.
            let next = try await RunningDaemon(program)
            #expect(try await next.post("/orders/5", Self.body, headers: signed).status == 409)
            #expect(await next.end() == 0)
        }
    }

    @Test("a killed daemon goes on where it stood, and nothing is lost or sent twice")
    func killed() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(
                """
                name: two
                triggers:
                  call: { uses: webhook, with: { path: /go, auth: none, dedupe: trigger.body.n } }
                steps:
                  first:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    with: { sender: DEMOCO, to: ["905550000001"], text: "First ${{ trigger.body.n }}", iys: false }
                  second:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    needs: [first]
                    with: { sender: DEMOCO, to: "905550000001", text: "Second ${{ trigger.body.n }}" }
                """, to: "workflows/two.yaml")
            var accepted = 0
            for _ in 0..<3 {
                let daemon = try await RunningDaemon(program)
                for _ in 0..<10 {
                    let answer = try await daemon.post("/go", #"{"n": \#(accepted)}"#)
                    #expect(answer.status == 202)
                    accepted += 1
                }
                #expect(await daemon.end(SIGKILL) == SIGKILL)
            }
            let daemon = try await RunningDaemon(program)
            try await daemon.eventually("/api/v1/runs?limit=100", "every run ends") { answer in
                let runs = answer["runs"]?.listValue ?? []
                return runs.count == accepted && runs.allSatisfy { $0["status"] == "succeeded" || $0["status"] == "unknown" }
            }
            #expect(await daemon.end() == 0)
            let texts = await sandbox.inbox().map(\.text)
            #expect(Set(texts).count == texts.count, "a message went twice: \(texts.sorted())")
            #expect(texts.filter { $0.hasPrefix("First") }.count == accepted)
        }
    }

    @Test("a changed file is taken over, a broken one leaves the workflow as it was, a removed one stops it")
    func hotReload() async throws {
        try await Program.withProgram { program in
            func write(_ message: String) throws {
                try program.write(
                    """
                    name: hook
                    triggers: { call: { uses: webhook, with: { path: /go, auth: none } } }
                    steps: { say: { uses: set, with: { said: "\(message)" } } }
                    """, to: "workflows/hook.yaml")
            }
            func said(_ daemon: RunningDaemon) async throws -> Value? {
                let run = try await daemon.post("/go", "{}").body["run"]?.stringValue ?? ""
                try await daemon.eventually("/api/v1/runs/\(run)", "the run ends") { $0["status"] == "succeeded" }
                return try await daemon.get("/api/v1/runs/\(run)").body["steps"]?[0]?["output"]?["said"]
            }
            try write("one")
            let daemon = try await RunningDaemon(program)
            #expect(try await said(daemon) == "one")
            let plan = try await daemon.get("/api/v1/workflows/hook").body["plan"]
            try write("two")
            try await daemon.eventually("/api/v1/workflows/hook", "the change is in force") { $0["plan"] != plan }
            #expect(try await said(daemon) == "two")
            try program.write("name: hook\nsteps: { say: { uses: sett } }", to: "workflows/hook.yaml")
            try await daemon.eventually("/api/v1/workflows/hook", "the mistake is shown") { $0["status"] == "outdated" }
            #expect(try await said(daemon) == "two")
            try await daemon.untilText("step `say` uses unknown node `sett`")
            try FileManager.default.removeItem(at: program.folder.appending(path: "workflows/hook.yaml"))
            try await daemon.eventually("/api/v1/workflows", "the workflow is gone") { $0["workflows"] == [] }
            #expect(try await daemon.post("/go", "{}").status == 404)
            #expect(await daemon.end() == 0)
        }
    }

    @Test("a cron trigger starts runs, a file starts one, and a delivery report wakes the run that waits for it")
    func triggers() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            var program = program
            program.environment["ULAK_CREDENTIAL_REPORTS_SECRET"] = "reports"
            try program.write(
                """
                name: every-second
                triggers: { tick: { uses: cron, with: { schedule: "* * * * * *", timezone: Europe/Istanbul } } }
                steps: { say: { uses: set, with: { at: "${{ trigger.scheduled_at }}" } } }
                """, to: "workflows/cron.yaml")
            try program.write(
                """
                name: drop
                triggers: { file: { uses: file_watch, with: { folder: inbox, settle: 50ms } } }
                steps: { say: { uses: set, with: { name: "${{ trigger.name }}" } } }
                """, to: "workflows/drop.yaml")
            try program.write(
                """
                name: wait-for-call
                triggers:
                  start: { uses: webhook, with: { path: /start, auth: none } }
                  answer: { uses: webhook, with: { path: /answer, auth: none, correlate: trigger.body.id, starts_run: false } }
                steps:
                  wait: { uses: wait, with: { event: wait-for-call/answer, key: "${{ trigger.body.id }}", timeout: 1h } }
                  seen: { uses: set, with: { text: "${{ steps.wait.output.event.body.text }}" } }
                """, to: "workflows/wait.yaml")
            let daemon = try await RunningDaemon(program)
            let run = try #require(try await daemon.post("/start", #"{"id": "a7"}"#).body["run"]?.stringValue)
            try await daemon.eventually("/api/v1/runs/\(run)", "the run waits") { $0["status"] == "waiting" }
            #expect(try await daemon.post("/answer", #"{"id": "a7", "text": "Merhaba"}"#).status < 300)
            try await daemon.eventually("/api/v1/runs/\(run)", "the call wakes the run") { $0["status"] == "succeeded" }
            #expect(try await daemon.get("/api/v1/runs/\(run)").body["steps"]?[1]?["output"]?["text"] == "Merhaba")
            try program.write("one", to: "inbox/a b.csv")
            try await daemon.eventually("/api/v1/runs?workflow=drop", "the file starts a run") {
                $0["runs"]?[0]?["status"] == "succeeded"
            }
            try await daemon.eventually("/api/v1/runs?workflow=every-second", "the clock starts runs") {
                ($0["runs"]?.listValue ?? []).count >= 2
            }
            #expect(await daemon.end() == 0)
        }
    }

    @Test("a second daemon on the same journal is refused, and a stopped one leaves what waits in the journal")
    func lifeCycle() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: slow
                triggers: { call: { uses: webhook, with: { path: /go, auth: none } } }
                steps:
                  pause: { uses: wait, with: { duration: "${{ string(trigger.body.pause) }}" } }
                  say: { uses: set, needs: [pause], with: { done: true } }
                """, to: "workflows/slow.yaml")
            let daemon = try await RunningDaemon(program)
            let second = try await program.run("serve", "--port", "0")
            #expect(second.status == 1)
            #expect(
                second.error == """
                    error: another daemon has the journal `.ulak/journal.sqlite`
                      = help: stop it, or name another journal with --journal FILE

                    """)
            let run = try #require(try await daemon.post("/go", #"{"pause": "10s"}"#).body["run"]?.stringValue)
            try await daemon.eventually("/api/v1/runs/\(run)", "the run waits") { $0["status"] == "waiting" }
            #expect(await daemon.end() == 0)
            let list = try Value(json: try await program.run("runs", "list", "--json").output)
            #expect(list[0]?["status"] == "waiting")
            let next = try await RunningDaemon(program)
            try await next.eventually("/api/v1/runs/\(run)", "the run ends in its second life") { $0["status"] == "succeeded" }
            // Commands find the daemon and ask it, where they would otherwise work on its runs.
            let other = try #require(try await next.post("/go", #"{"pause": "1h"}"#).body["run"]?.stringValue)
            let resumed = try await program.run("runs", "resume")
            #expect(resumed.status == 2)
            #expect(resumed.error.hasPrefix("error: a daemon serves this journal and goes on with its runs by itself\n"))
            let cancelled = try await program.run("runs", "cancel", other)
            #expect(cancelled.status == 0, "\(cancelled.error)")
            #expect(
                cancelled.steadyError == "The daemon ends run RUN; `ulak runs show RUN` tells how it stands.\n")
            try await next.eventually("/api/v1/runs/\(other)", "the run is cancelled") { $0["status"] == "cancelled" }
            #expect(try await program.run("runs", "retry", other).status == 0)
            try await next.eventually("/api/v1/runs/\(other)", "the run goes on") { $0["status"] == "waiting" }
            #expect(await next.end() == 0)
        }
    }

    @Test("two workflows on one route: the one that was there first keeps it, and the other says why it does not run")
    func routes() async throws {
        try await Program.withProgram { program in
            for name in ["a", "b"] {
                try program.write(
                    """
                    name: \(name)
                    triggers: { call: { uses: webhook, with: { path: /go, auth: none } } }
                    steps: { say: { uses: set, with: { by: \(name) } } }
                    """, to: "workflows/\(name).yaml")
            }
            let daemon = try await RunningDaemon(program)
            let listed = try await daemon.get("/api/v1/workflows").body["workflows"]?.listValue ?? []
            #expect(listed.map { $0["status"] } == ["active", "broken"])
            try await daemon.untilText("error[SRV001]")
            #expect(try await daemon.post("/go", "{}").status == 202)
            #expect(await daemon.end() == 0)
        }
    }

    @Test("runs of one concurrency group wait for each other")
    func concurrency() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: one-by-one
                concurrency: { key: trigger.body.customer, limit: 1, on_limit: queue }
                triggers: { call: { uses: webhook, with: { path: /go, auth: none } } }
                steps: { pause: { uses: wait, with: { duration: 300ms } } }
                """, to: "workflows/one.yaml")
            let daemon = try await RunningDaemon(program)
            var same: [String] = []
            for _ in 0..<3 {
                same.append(try #require(try await daemon.post("/go", #"{"customer": "x"}"#).body["run"]?.stringValue))
            }
            #expect(try await daemon.post("/go", #"{"customer": "y"}"#).status == 202)
            try await daemon.eventually("/api/v1/runs", "all of them end") { answer in
                (answer["runs"]?.listValue ?? []).allSatisfy { $0["status"] == "succeeded" }
            }
            let ended = try await daemon.get("/api/v1/runs").body["runs"]?.listValue ?? []
            #expect(ended.count == 4)
            // Of one customer's runs, each begins its step when the one before it has ended.
            var before = ""
            for run in same {
                let shown = try await daemon.get("/api/v1/runs/\(run)").body
                let start = shown["steps"]?[0]?["started_at"]?.stringValue ?? ""
                #expect(start >= before)
                before = shown["finished_at"]?.stringValue ?? ""
                #expect(!before.isEmpty)
            }
            #expect(await daemon.end() == 0)
        }
    }

    @Test("a run waits for the delivery reports that the providers send, signed and with a secret path")
    func deliveryReports() async throws {
        var configuration = SandboxConfiguration.forTests
        configuration.delivery = .immediate
        try await Program.withSandboxedProgram(configuration) { program, _, sandboxURL in
            let secret = "a-long-random-text-of-the-path"
            var program = program
            program.environment["ULAK_CREDENTIAL_TS_REPORTS_SECRET"] = "sandbox-secret"
            program.environment["ULAK_CREDENTIAL_IM_REPORTS_SECRET"] = secret
            for (name, node, credential, iys) in [
                ("turkey", "turkeysms", "ts-reports", ""), ("ileti", "iletimerkezi", "im-reports", ", iys: false"),
            ] {
                try program.write(
                    """
                    name: \(name)
                    triggers:
                      go: { uses: webhook, with: { path: /\(name), auth: none } }
                      report: { uses: \(node).delivery_report, with: { path: /reports/\(node), credential: \(credential) } }
                    steps:
                      send:
                        uses: \(node).send_sms
                        if: trigger.id == 'go'
                        credential: \(node)
                        with: { sender: DEMOCO, to: "905550000001", text: Merhaba\(iys) }
                      wait:
                        uses: wait
                        with: { event: \(node).delivery_report, key: "${{ steps.send.output.message_id }}", timeout: 1h }
                      seen: { uses: set, with: { status: "${{ steps.wait.output.event.status }}" } }
                    """, to: "workflows/\(name).yaml")
            }
            let daemon = try await RunningDaemon(program)
            let base = "http://127.0.0.1:\(daemon.port)/reports"
            for target in [
                #"{"provider": "turkeysms", "url": "\#(base)/turkeysms"}"#,
                #"{"provider": "iletimerkezi", "url": "\#(base)/iletimerkezi/\#(secret)"}"#,
            ] { #expect(try await HTTPCall(url: sandboxURL + "/control/callbacks", body: target).status() < 300) }
            for name in ["turkey", "ileti"] {
                let run = try #require(try await daemon.post("/\(name)", "{}").body["run"]?.stringValue)
                try await daemon.eventually("/api/v1/runs/\(run)", "the report of \(name) wakes the run") {
                    $0["status"] == "succeeded"
                }
                #expect(try await daemon.get("/api/v1/runs/\(run)").body["steps"]?[2]?["output"]?["status"] == "delivered")
            }
            #expect(await daemon.end() == 0)
        }
    }

    /// A program whose daemon tells a service manager how it stands.
    ///
    /// - Parameter watchdog: in microseconds, `WATCHDOG_USEC`.
    private static func withListener(watchdog: String, _ body: (Program, NoticeListener) async throws -> Void) async throws {
        try await Program.withProgram { program in
            try program.write("name: a\nsteps: { say: { uses: set, with: { x: 1 } } }", to: "workflows/a.yaml")
            let listener = try NoticeListener()
            var program = program
            program.environment["NOTIFY_SOCKET"] = listener.path
            program.environment["WATCHDOG_USEC"] = watchdog
            try await body(program, listener)
        }
    }

    @Test("systemd learns when the daemon listens, that it is alive, and when it stops", .timeLimit(.minutes(5)))
    func notices() async throws {
        try await Self.withListener(watchdog: "200000") { program, listener in
            listener.read()
            let daemon = try await RunningDaemon(program)
            var seen: Set<String> = []
            for await notice in listener.notices {
                seen.insert(notice)
                if seen.isSuperset(of: ["READY=1", "WATCHDOG=1"]) { break }
            }
            #expect(seen == ["READY=1", "WATCHDOG=1"])
            #expect(await daemon.end() == 0)
            listener.end()
            for await notice in listener.notices { seen.insert(notice) }
            #expect(seen == ["READY=1", "WATCHDOG=1", "STOPPING=1"])
        }
    }

    @Test("a service manager that never reads keeps the daemon neither from serving nor from ending", .timeLimit(.minutes(5)))
    func unreadNotices() async throws {
        try await Self.withListener(watchdog: "2000") { program, listener in
            listener.fill()
            // One that hangs is killed, and ends with that signal.
            let daemon = try await RunningDaemon(program, killedAfter: .seconds(120))
            #expect(try await daemon.get("/healthz").status == 200)
            #expect(await daemon.end() == 0)
        }
    }

    @Test("a caller waits for the answer of the respond step, and gets the run's id when it takes too long")
    func respond() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: ask
                triggers:
                  call: { uses: webhook, with: { path: "/ask/{name}", auth: none, respond: completed, respond_timeout: 20s } }
                steps:
                  answer: { uses: respond, with: { status: 201, body: { hello: "${{ trigger.path.name }}" } } }
                  after: { uses: set, needs: [answer], with: { done: true } }
                """, to: "workflows/ask.yaml")
            try program.write(
                """
                name: slow
                triggers:
                  call: { uses: webhook, with: { path: /slow, auth: none, respond: completed, respond_timeout: 300ms } }
                steps:
                  pause: { uses: wait, with: { duration: 1h } }
                  answer: { uses: respond, needs: [pause], with: { body: late } }
                """, to: "workflows/slow.yaml")
            let daemon = try await RunningDaemon(program)
            let answer = try await daemon.post("/ask/Ulak", "{}")
            #expect(answer.status == 201)
            #expect(answer.body == ["hello": "Ulak"])
            let slow = try await daemon.post("/slow", "{}")
            #expect(slow.status == 202)
            let run = try #require(slow.body["run"]?.stringValue)
            try await daemon.eventually("/api/v1/runs/\(run)", "the run waits") { $0["status"] == "waiting" }
            #expect(await daemon.end() == 0)
        }
    }
}
