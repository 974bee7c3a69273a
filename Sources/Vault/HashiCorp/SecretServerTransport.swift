/// Carries requests to a server of secrets. Whoever builds the program gives one; this target speaks no network.
///
/// What implementers owe: redirects are not followed; an answer is given whole, whatever its status; no request or answer is logged.
public protocol SecretServerTransport: Sendable {
    func send(_ request: SecretServerRequest) async throws(SecretServerUnreachable) -> SecretServerResponse
}

/// One request. Secrets are in it, so it is never printed.
public struct SecretServerRequest: Sendable {
    public var method: String
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// How long the exchange may take.
    public var timeout: Duration
}

public struct SecretServerResponse: Sendable {
    public var status: Int
    public var body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// The server gave no whole answer.
public struct SecretServerUnreachable: Error, Sendable {
    /// Why, for people.
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }
}
