import Hummingbird
import Logging
import Synchronization
import Values

/// A server that answers like HashiCorp Vault: key-value engine version 2, AppRole and tokens, over real HTTP.
final class SimulatedHashiCorp: Sendable {
    struct State: Sendable {
        var secrets: [String: Value] = [:]
        /// Tokens that are good now.
        var tokens: Set<String> = ["root-token"]
        var tokenLease: Int64 = 0
        var isRenewable = false
        var role = ("shop-role", "canary-secret-id")
        var issued = 0
        var lease: Int64 = 3600
        var isSealed = false
        var namespace: String?
        /// `METHOD path` of every request.
        var requests: [String] = []
    }

    let state = Mutex(State())

    var requests: [String] { state.withLock { $0.requests } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    func forgetRequests() { change { $0.requests = [] } }

    // MARK: Answers

    private static func answer(_ status: HTTPResponse.Status, _ value: Value) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: JSONWriter().write(value))))
    }

    private static func errors(_ status: HTTPResponse.Status, _ texts: String...) -> Response {
        answer(status, ["errors": .list(texts.map { .string($0) })])
    }

    private static func auth(_ token: String, _ lease: Int64, renewable: Bool) -> Value {
        [
            "request_id": "5f3c", "lease_id": "", "renewable": false, "lease_duration": 0, "data": nil,
            "auth": [
                "client_token": .string(token), "accessor": "a", "policies": ["default"], "lease_duration": .int(lease),
                "renewable": .bool(renewable),
            ],
        ]
    }

    private func handle(_ request: Request, _ body: [UInt8]) -> Response {
        let method = request.method.rawValue
        let path = String(request.uri.path.dropFirst("/v1/".count))
        let token = request.headers[.init("X-Vault-Token")!] ?? ""
        let namespace = request.headers[.init("X-Vault-Namespace")!]
        return state.withLock { state in
            state.requests.append("\(method) \(path)")
            if state.isSealed { return Self.errors(.serviceUnavailable, "Vault is sealed") }
            guard namespace == state.namespace else { return Self.errors(.notFound, "no handler for route") }
            if path == "auth/approle/login" {
                let given = try? JSONReader().read(body)
                guard given?["role_id"]?.stringValue == state.role.0, given?["secret_id"]?.stringValue == state.role.1 else {
                    return Self.errors(.badRequest, "invalid role or secret ID \(given?["secret_id"]?.stringValue ?? "")")
                }
                state.issued += 1
                let token = "canary-token-\(state.issued)"
                state.tokens.insert(token)
                return Self.answer(.ok, Self.auth(token, state.lease, renewable: true))
            }
            guard state.tokens.contains(token) else { return Self.errors(.forbidden, "permission denied") }
            switch path {
            case "auth/token/lookup-self":
                return Self.answer(
                    .ok, ["data": ["id": .string(token), "ttl": .int(state.tokenLease), "renewable": .bool(state.isRenewable)]])
            case "auth/token/renew-self": return Self.answer(.ok, Self.auth(token, state.lease, renewable: true))
            default:
                guard method == "GET", path.hasPrefix("secret/data/"),
                    let data = state.secrets[String(path.dropFirst("secret/data/".count))]
                else { return Self.answer(.notFound, ["errors": []]) }
                return Self.answer(
                    .ok, ["request_id": "5f3c", "data": ["data": data, "metadata": ["version": 3, "destroyed": false]]])
            }
        }
    }

    // MARK: Serving

    /// Serves for as long as the body runs.
    func serving<Value: Sendable>(_ body: @Sendable (_ address: String) async throws -> Value) async throws -> Value {
        let router = Router()
        let server = self
        @Sendable func respond(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
            let bytes = try await request.body.collect(upTo: 1 << 20)
            return server.handle(request, Array(bytes.readableBytesView))
        }
        router.get("**", use: respond)
        router.post("**", use: respond)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "hashicorp")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var port = 0
            for await known in ports {
                port = known
                break
            }
            defer { group.cancelAll() }
            return try await body("http://127.0.0.1:\(port)")
        }
    }
}
