import AsyncHTTPClient
import NIOCore
import Vault

/// Requests over the network.
struct ClientTransport: SecretServerTransport {
    func send(_ request: SecretServerRequest) async throws(SecretServerUnreachable) -> SecretServerResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .init(rawValue: request.method)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        do {
            let response = try await HTTPClient.shared.execute(
                outgoing, timeout: .nanoseconds(Int64(request.timeout / .nanoseconds(1))))
            let body = try await response.body.collect(upTo: 1 << 20)
            return SecretServerResponse(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch {
            throw SecretServerUnreachable(reason: "no answer")
        }
    }
}
