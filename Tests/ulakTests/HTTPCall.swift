import AsyncHTTPClient
import NIOCore

/// One POST of a test, over the network.
struct HTTPCall {
    let url: String
    var body = ""

    func status() async throws -> Int {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body))
        return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(10)).status.code)
    }
}
