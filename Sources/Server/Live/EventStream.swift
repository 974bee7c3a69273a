import Hummingbird
import RunEngine
import Values
import WorkflowModel

/// Writes server-sent events (WHATWG HTML, 9.2) until the listener goes, the server is being stopped, or there is nothing more to say.
struct EventStream: Sendable {
    enum Wake: Sendable {
        case changed
        case beat
    }

    let state: ServerState
    let clock: any Clock<Duration>
    let heartbeat: Duration

    /// - Parameters:
    ///   - signals: when there may be something new.
    ///   - next: the events since it was last asked, as text, and whether they were the last ones.
    func response(
        _ signals: AsyncStream<Void>, next: @escaping @Sendable () async -> (text: String, isLast: Bool)
    ) -> Response {
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        let body = ResponseBody { writer in
            let (wakes, continuation) = AsyncStream<Wake>.makeStream(bufferingPolicy: .bufferingNewest(2))
            let takeBack = state.whenDraining { continuation.finish() }
            defer { takeBack() }
            // Something goes out at once, so that the listener knows that it is connected.
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    for await _ in signals { continuation.yield(.changed) }
                }
                group.addTask {
                    while true {
                        try await clock.sleep(for: heartbeat)
                        continuation.yield(.beat)
                    }
                }
                for await wake in wakes {
                    if case .beat = wake { try await writer.write(ByteBuffer(string: ": alive\n\n")) }
                    let (text, isLast) = await next()
                    if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                    if isLast { break }
                }
                group.cancelAll()
                while let ended = await group.nextResult() { _ = ended }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// One event. Its data is one line of JSON.
    static func event(_ name: String, id: String? = nil, _ data: Value) -> String {
        "\(id.map { "id: \($0)\n" } ?? "")event: \(name)\ndata: \(data.jsonText())\n\n"
    }
}
