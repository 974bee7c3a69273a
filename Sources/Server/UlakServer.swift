import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Waiting
import WorkflowModel

/// The daemon's HTTP side: webhooks and delivery reports, the API, metrics, and the page.
///
/// `run` listens until the task is cancelled or the service group shuts down; on shutdown it takes nothing in any more, ends event streams and
/// answers what has begun.
public final class UlakServer: Service, Sendable {
    public let configuration: ServerConfiguration
    private let parts: ServerParts
    private let state = ServerState()
    private let readiness = Later<Int>()
    private let logger: Logger

    public init(_ configuration: ServerConfiguration, parts: ServerParts, logger: Logger) {
        self.configuration = configuration
        self.parts = parts
        self.logger = logger
    }

    /// Puts other routes in the place of those before, for every request from now on. Requests that have begun keep theirs.
    public func use(_ routes: RouteTable) { state.use(routes) }

    /// Answers webhooks and starts with 503 from now on; everything else goes on until the service stops.
    public func startDraining() { state.startDraining() }

    /// May be called once.
    public func run() async throws {
        do {
            guard configuration.isLoopback || configuration.token != nil else {
                throw ServerError.tokenNeeded(host: configuration.host)
            }
            let readiness = readiness, state = state
            var serverLogger = Logger(label: "ulak.http", factory: { _ in SwiftLogNoOpLogHandler() })
            serverLogger.logLevel = .critical
            let channel = HTTP1Channel.Configuration(
                idleTimeout: .nanoseconds(configuration.idleTimeout.microseconds * 1000),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: configuration.maximumHeaderBytes + 8192,
                    maxHeaderListSize: configuration.maximumHeaderBytes + 65_536, maxHeaderFieldCount: 1000))
            let application = Application(
                responder: ServerResponder(configuration: configuration, parts: parts, state: state, logger: logger),
                server: .http1(configuration: channel),
                configuration: ApplicationConfiguration(
                    address: .hostname(configuration.host, port: configuration.port), serverName: nil),
                onServerRunning: { channel in readiness.settle(.success(channel.localAddress?.port ?? 0)) },
                logger: serverLogger)
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: {
                state.startDraining()
            }
            readiness.settle(.failure(ServerError.stopped))
        } catch {
            readiness.settle(.failure(error))
            throw error
        }
    }

    /// The port it listens on. Throws what kept it from listening.
    public func waitUntilReady() async throws -> Int { try await readiness.value() }
}
