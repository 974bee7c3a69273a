import Hummingbird
import Logging
import Synchronization
import Values

/// A receiver of delivery reports, over real HTTP. The mutex guards what came and what is to be answered.
final class CallbackReceiver: Sendable {
    struct Report: Sendable {
        let path: String
        /// Names in lower case.
        let headers: [String: String]
        let bytes: [UInt8]
        let json: Value

        /// `sms.delivered` or `accepted`.
        var event: String { (json["event_type"] ?? json["report"]?["status"])?.stringValue ?? "" }
    }

    private struct State {
        var reports: [Report] = []
        var answers: [Int] = []
        /// Those who came while it holds its answers back; nil where it answers at once.
        var held: [CheckedContinuation<Void, Never>]?
    }

    private let state = Mutex(State())
    /// Each report as it comes.
    let arrivals: AsyncStream<Report>
    private let arrived: AsyncStream<Report>.Continuation

    private init() {
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    var reports: [Report] { state.withLock(\.reports) }
    var events: [String] { reports.map(\.event) }

    /// The statuses of the next answers; 200 after them.
    func answer(_ statuses: Int...) {
        state.withLock { $0.answers = statuses }
    }

    /// Keeps every caller waiting until `release`.
    func hold() {
        state.withLock { $0.held = [] }
    }

    func release() {
        let held = state.withLock { state in
            defer { state.held = nil }
            return state.held ?? []
        }
        for caller in held { caller.resume() }
    }

    private func waitForRelease() async {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                state.held?.append(continuation)
                return state.held != nil
            }
            if !isHeld { continuation.resume() }
        }
    }

    private func take(_ report: Report) -> Int {
        let status = state.withLock { state in
            state.reports.append(report)
            return state.answers.isEmpty ? 200 : state.answers.removeFirst()
        }
        // Whoever hears of it finds it among the reports.
        arrived.yield(report)
        return status
    }

    /// Listens for as long as the body runs.
    static func listening(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (_ receiver: CallbackReceiver, _ baseURL: String) async throws -> Void
    ) async throws {
        let receiver = CallbackReceiver()
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
                var headers: [String: String] = [:]
                for field in request.headers { headers[field.name.canonicalName] = field.value }
                let status = receiver.take(
                    Report(
                        path: request.uri.path, headers: headers, bytes: bytes,
                        json: (try? JSONReader().read(bytes)) ?? .null))
                await receiver.waitForRelease()
                return Response(status: .init(code: status))
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in announce.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "receiver", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self, isolation: isolation) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body(receiver, "http://127.0.0.1:\(port)")
                break
            }
            group.cancelAll()
            while let ended = await group.nextResult() { _ = ended }
        }
    }
}
