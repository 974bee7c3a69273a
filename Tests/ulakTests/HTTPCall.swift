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

    /// What a stream says until a text comes in it.
    ///
    /// - Parameter opened: is called once the answer has begun.
    func beginning(upTo end: String, opened: @Sendable () async throws -> Void) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        try await opened()
        var text = ""
        for try await part in response.body {
            text += String(buffer: part)
            if text.contains(end) { return text }
        }
        return text
    }

    func answer() async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if method == "POST" { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        return (Int(response.status.code), String(buffer: bytes))
    }
}
