import NodeRuntime
import Vault

/// Carries requests to a server of secrets over the same HTTP as the nodes. Such requests are rare, so each has a client of its own.
struct SecretServerHTTP: SecretServerTransport {
    func send(_ request: SecretServerRequest) async throws(SecretServerUnreachable) -> SecretServerResponse {
        let transport = HTTPClientTransport(largestAnswer: 1 << 20)
        let exchange = await transport.send(
            HTTPRequest(
                method: request.method, url: request.url,
                headers: request.headers + [("User-Agent", "ulak/\(Version.number)")], body: request.body),
            timeout: request.timeout)
        try? await transport.shutdown()
        switch exchange {
        case .answered(let response): return SecretServerResponse(status: response.status, body: response.body)
        case .notSent(let message), .timedOut(let message), .broken(let message): throw SecretServerUnreachable(reason: message)
        case .tooLarge: throw SecretServerUnreachable(reason: "its answer is larger than 1 MiB")
        }
    }
}
