import Diagnostics
import RunEngine
import Server
import Testing
import WorkflowModel

@Suite("The table of routes")
struct RouteTableTests {
    static func workflow(_ name: String, _ triggers: [String]) -> String {
        "name: \(name)\ntriggers:\n" + triggers.enumerated().map { "  t\($0): \($1)\n" }.joined()
            + "steps:\n  one: { uses: log, with: { message: Hello } }\n"
    }

    static func webhook(_ path: String, methods: String = "[POST]", auth: String = "none") -> String {
        "{ uses: webhook, with: { path: \"\(path)\", methods: \(methods), auth: \(auth) } }"
    }

    static func problems(_ texts: [String]) throws -> [String] {
        RouteTable.build(try FakeDaemon.plans(texts)).problems.map { problem in
            let other = problem.other.map { " <- \($0.trigger) in \($0.location.file.path)" } ?? ""
            return "\(problem.kind.rawValue) \(problem.trigger) in \(problem.location.file.path)\(other)"
        }
    }

    @Test("two workflows on one route are a conflict that names both places, and the first one keeps the route")
    func conflict() throws {
        let plans = try FakeDaemon.plans([
            Self.workflow("a", [Self.webhook("/orders/{id}", methods: "[GET, POST]")]),
            Self.workflow("b", [Self.webhook("/orders/{number}"), Self.webhook("/free")]),
        ])
        let (table, problems) = RouteTable.build(plans)
        #expect(
            DiagnosticRenderer().render(problems.map(\.diagnostic)) == """
                error[SRV001]: trigger `b/t0`: POST `/orders/{number}` is taken by trigger `a/t0`
                 --> workflows/1.yaml:3:3
                3 |   t0: { uses: webhook, with: { path: "/orders/{number}", methods: [POST], auth: none } }
                  |   ^^ give it another path
                  = the other one
                 --> workflows/0.yaml:3:3
                3 |   t0: { uses: webhook, with: { path: "/orders/{id}", methods: [GET, POST], auth: none } }
                  |   --

                """)
        #expect(table.descriptions.map(\.route) == ["GET,POST /orders/{id}", "POST /free"])
    }

    @Test("other methods, literal parts and a secret at the end make other routes")
    func noConflict() throws {
        #expect(
            try Self.problems([
                Self.workflow("a", [Self.webhook("/orders/{id}"), Self.webhook("/orders/new")]),
                Self.workflow("b", [Self.webhook("/orders/{id}", methods: "[PUT]")]),
                Self.workflow("c", [Self.webhook("/orders", auth: "{ secret_path: { credential: shop } }")]),
                Self.workflow("d", ["{ uses: cron, with: { schedule: \"@daily\" } }"]),
            ]) == ["taken c/t0 in workflows/2.yaml <- a/t0 in workflows/0.yaml"])
        #expect(
            try Self.problems([
                Self.workflow("a", [Self.webhook("/a", auth: "{ secret_path: { credential: shop } }")]),
                Self.workflow("b", [Self.webhook("/a")]),
            ]) == [])
    }

    @Test("paths of Ulak's own are refused")
    func reserved() throws {
        #expect(
            try Self.problems([
                Self.workflow(
                    "a", [Self.webhook("/api/x"), Self.webhook("/metrics"), Self.webhook("/apis"), Self.webhook("/{any}/x")])
            ]) == ["reserved a/t0 in workflows/0.yaml", "reserved a/t1 in workflows/0.yaml"])
    }

    @Test("a literal part wins over a place, and places are tried where the literal way leads nowhere")
    func precedence() async throws {
        let workflow = Self.workflow(
            "a",
            [
                Self.webhook("/x/{a}/c"), Self.webhook("/x/b/{c}"), Self.webhook("/x/b/d", methods: "[PUT]"),
                Self.webhook("/{a}/b/c/d"),
            ])
        try await withServer([workflow]) { client in
            func trigger(_ path: String, method: String = "POST") async throws -> String? {
                let reply = try await client.send(method, path)
                return reply.status == 202 ? client.daemon.events.last?.source.trigger.rawValue : "\(reply.status)"
            }
            let calls = [
                ("POST", "/x/y/c", "t0"), ("POST", "/x/b/c", "t1"), ("PUT", "/x/b/d", "t2"), ("POST", "/x/b/d", "t1"),
                ("POST", "/x/b/c/d", "t3"), ("POST", "/x/y/d", "404"), ("PUT", "/x/y/c", "405"),
            ]
            for (method, path, expected) in calls {
                let found = try await trigger(path, method: method)
                #expect(found == expected, "\(method) \(path)")
            }
        }
    }
}
