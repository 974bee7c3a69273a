import WorkflowModel

/// Where the server listens, whom it lets in, and how much it takes.
public struct ServerConfiguration: Sendable {
    public var host: String
    /// 0: a free one.
    public var port: Int
    /// What callers of `/api/v1` and `/metrics` must bring as `Authorization: Bearer`. Without one, only this machine may call, and the server
    /// listens on loopback only.
    public var token: Secret?
    /// Largest sum of all names and values of the headers, in bytes; more is answered with 431.
    public var maximumHeaderBytes: Int
    /// Largest body of the API, in bytes. Webhooks have their own limit each.
    public var maximumBodyBytes: Int
    /// A connection on which nothing happens for that long is closed.
    public var idleTimeout: Duration
    /// How often an event stream says that it is alive.
    public var heartbeat: Duration
    /// What callers are told to wait while the daemon is being stopped.
    public var retryAfterDraining: Duration
    /// How long the key of `dedupe` and an `Idempotency-Key` are known.
    public var dedupeWindow: Duration

    public init(
        host: String = "127.0.0.1", port: Int = 7373, token: Secret? = nil, maximumHeaderBytes: Int = 16 << 10,
        maximumBodyBytes: Int = 1 << 20, idleTimeout: Duration = .seconds(60), heartbeat: Duration = .seconds(15),
        retryAfterDraining: Duration = .seconds(10), dedupeWindow: Duration = .seconds(24 * 3600)
    ) {
        self.host = host
        self.port = port
        self.token = token
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumBodyBytes = maximumBodyBytes
        self.idleTimeout = idleTimeout
        self.heartbeat = heartbeat
        self.retryAfterDraining = retryAfterDraining
        self.dedupeWindow = dedupeWindow
    }

    /// Whether the host is this machine and nothing else.
    public var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// Why the server does not listen.
public enum ServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Anybody who reaches the machine could start runs.
    case tokenNeeded(host: String)
    case stopped

    public var description: String {
        switch self {
        case .tokenNeeded(let host):
            "the server would listen on `\(host)`, which others can reach, without a token; give it a token or listen on `127.0.0.1`"
        case .stopped: "the server has stopped"
        }
    }
}
