import AsyncHTTPClient
import NIOCore

/// One call of a test, over the network.
struct HTTPCall {
    let url: String
    var body = ""
    var method = "POST"
    /// Sent as `Authorization: Bearer`.
    var token: String?

    func status() async throws -> Int { try await answer().status }

    func answer() async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if method == "POST" { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        return (Int(response.status.code), String(buffer: bytes))
    }
}
