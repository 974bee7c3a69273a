import Hummingbird
import Logging
import Synchronization

/// A server on loopback that answers every step with a little JSON.
enum LoopbackServer {
    /// Runs it for as long as the body runs.
    static func with<Result: Sendable>(_ body: @Sendable (_ baseURL: String) async throws -> Result) async throws -> Result {
        let router = Router(context: BasicRequestContext.self)
        router.get("/step") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: #"{"id":"700000001","credits":1}"#)))
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var first = 0
            for await number in ports {
                first = number
                break
            }
            let result = try await body("http://127.0.0.1:\(first)")
            group.cancelAll()
            return result
        }
    }
}
