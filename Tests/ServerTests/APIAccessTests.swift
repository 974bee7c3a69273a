import Logging
import Server
import Testing
import WorkflowModel

@Suite("Who may use the API")
struct APIAccessTests {
    @Test("with a token, the API and the metrics need it, and health does not")
    func token() async throws {
        try await withServer(configure: { $0.token = Secret("open-sesame") }) { client in
            for path in ["/api/v1/runs", "/api/v1/workflows", "/api/v1/events", "/metrics"] {
                let reply = try await client.get(path)
                #expect(reply.status == 401, "\(path)")
                #expect(reply.headers["www-authenticate"] == "Bearer", "\(path)")
                #expect(try await client.get(path, headers: [("Authorization", "Bearer open-sesam")]).status == 401, "\(path)")
            }
            for path in ["/healthz", "/readyz", "/", "/api/v1/openapi.json"] {
                #expect(try await client.get(path).status == 200, "\(path)")
            }
            #expect(try await client.get("/api/v1/runs", headers: [("Authorization", "Bearer open-sesame")]).status == 200)
            #expect(try await client.get("/metrics", headers: [("Authorization", "bearer open-sesame")]).status == 200)
        }
    }

    @Test("without a token, another host name or the page of somebody else is refused")
    func loopback() async throws {
        try await withServer { client in
            let own = client.baseURL.dropFirst("http://".count)
            #expect(try await client.get("/api/v1/runs").status == 200)
            #expect(try await client.get("/api/v1/runs", headers: [("Origin", client.baseURL)]).status == 200)
            let rebound = try await client.get(
                "/api/v1/runs", headers: [("Host", "evil.example:\(own.split(separator: ":")[1])")])
            #expect(rebound.status == 403)
            #expect(rebound.code == "host_unknown")
            for origin in ["http://evil.example", "null", "https://\(own)"] {
                let reply = try await client.post("/api/v1/runs/r1/cancel", "", headers: [("Origin", origin)])
                #expect(reply.status == 403, "\(origin)")
                #expect(reply.code == "origin_unknown", "\(origin)")
            }
            #expect(client.daemon.state.withLock { $0.asked.isEmpty })
        }
    }

    @Test(
        "without a token, the server does not listen where others can reach it",
        arguments: ["0.0.0.0", "::", "127.0.0.1.example", "128.0.0.1"])
    func bind(host: String) async throws {
        let daemon = FakeDaemon(), clock = daemon.clock
        let server = UlakServer(
            ServerConfiguration(host: host, port: 0),
            parts: ServerParts(
                intake: daemon, credentials: daemon, journal: daemon.journal, operations: daemon, catalog: .embedded,
                feed: daemon.feed,
                metrics: daemon.metrics, now: { clock.wallTime }),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        await #expect(throws: ServerError.tokenNeeded(host: host)) { try await server.run() }
        await #expect(throws: ServerError.tokenNeeded(host: host)) { try await server.waitUntilReady() }
    }
}
