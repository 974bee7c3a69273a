import AsyncHTTPClient
import Logging
import NIOCore
import RunEngine
import Server
import Values
import WorkflowModel

/// Speaks to a running server as any client would.
struct ServerClient: Sendable {
    let baseURL: String
    let daemon: FakeDaemon
    let server: UlakServer

    struct Reply: Sendable {
        let status: Int
        /// By lower-case name.
        let headers: [String: String]
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        /// Null when the body is not JSON.
        var json: Value { (try? JSONReader().read(bytes)) ?? .null }
        var code: String? { json["code"]?.stringValue }
    }

    func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], headers: [(String, String)] = []
    ) async throws -> Reply {
        let response = try await open(method, path, body, headers: headers)
        let buffer = try await response.body.collect(upTo: 16 << 20)
        var headers: [String: String] = [:]
        for header in response.headers { headers[header.name.lowercased()] = header.value }
        return Reply(status: Int(response.status.code), headers: headers, bytes: Array(buffer.readableBytesView))
    }

    /// The answer before its body has come.
    func open(
        _ method: String, _ path: String, _ body: [UInt8] = [], headers: [(String, String)] = []
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(body) }
        return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    }

    func post(_ path: String, _ text: String, headers: [(String, String)] = []) async throws -> Reply {
        var headers = headers
        if !headers.contains(where: { $0.0.lowercased() == "content-type" }) {
            headers.append(("Content-Type", "application/json"))
        }
        return try await send("POST", path, Array(text.utf8), headers: headers)
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Reply {
        try await send("GET", path, headers: headers)
    }
}

/// Runs a server with these workflows on a free port for as long as the body runs.
func withServer(
    _ workflows: [String] = [], configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (ServerClient) async throws -> Void
) async throws {
    let daemon = FakeDaemon()
    let plans = try FakeDaemon.plans(workflows)
    daemon.state.withLock { $0.plans = plans }
    var configuration = ServerConfiguration(port: 0)
    configure(&configuration)
    let clock = daemon.clock
    let parts = ServerParts(
        intake: daemon, credentials: daemon, journal: daemon.journal, operations: daemon, catalog: .embedded, feed: daemon.feed,
        metrics: daemon.metrics, clock: clock, now: { clock.wallTime })
    let server = UlakServer(
        configuration, parts: parts, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    server.use(RouteTable.build(plans).table)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        let port = try await server.waitUntilReady()
        try await body(ServerClient(baseURL: "http://127.0.0.1:\(port)", daemon: daemon, server: server))
        group.cancelAll()
        while let ended = await group.nextResult() { _ = ended }
    }
}
