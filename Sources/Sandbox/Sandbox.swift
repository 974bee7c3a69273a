import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Waiting

/// Both providers, simulated over real HTTP on loopback, with an inbox of what they were given to send.
///
/// TurkeySMS answers below `/turkeysms`, iletiMerkezi below `/iletimerkezi`; behind the prefix the paths are the vendors' own.
public final class Sandbox: Service, Sendable {
    public let configuration: SandboxConfiguration
    private let store: SandboxStore
    private let courier: CallbackCourier
    private let readiness = Later<Int>()
    private let logger: Logger

    public init(
        _ configuration: SandboxConfiguration = SandboxConfiguration(), logger: Logger = Logger(label: "ulak.sandbox")
    ) {
        self.configuration = configuration
        self.logger = logger
        store = SandboxStore(configuration: configuration)
        courier = CallbackCourier(store: store, logger: logger)
    }

    /// Listens until the task is cancelled or the service group shuts down. May be called once.
    public func run() async throws {
        do {
            guard Loopback.contains(configuration.host) else { throw SandboxError.notLoopback(host: configuration.host) }
            try store.open()
            defer { store.close() }
            let readiness = readiness
            var serverLogger = Logger(label: "ulak.sandbox.http", factory: { _ in SwiftLogNoOpLogHandler() })
            serverLogger.logLevel = .critical
            let application = Application(
                responder: SandboxResponder(store: store, logger: logger),
                configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
                onServerRunning: { channel in readiness.settle(.success(channel.localAddress?.port ?? 0)) },
                logger: serverLogger)
            let courier = courier
            // Before anybody can call: what is reported at once finds it ready.
            await courier.start()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await courier.run() }
                group.addTask { try await application.run() }
                // The server is the first to end; the courier only does when it is told to.
                _ = try await group.next()
                group.cancelAll()
            }
            readiness.settle(.failure(SandboxError.stopped))
        } catch {
            readiness.settle(.failure(error))
            throw error
        }
    }

    /// The port it listens on. Throws what kept it from listening.
    public func waitUntilReady() async throws -> Int {
        try await readiness.value()
    }

    /// Everything the providers took in, oldest first.
    public func inbox() async -> [SandboxMessage] {
        store.inbox()
    }

    /// The seed with which faults strike by chance; nil where none do.
    public var faultSeed: UInt64? {
        store.update { state, _ in state.faults.lottery?.seed }
    }

    /// Forgets every message, group, block and fault; balances start anew.
    public func reset() async throws {
        try store.reset()
    }

    /// Sends every delivery report that is due at this moment of the sandbox's clock, and waits for the answers.
    ///
    /// A running sandbox does so by itself as real time passes; a test that moves a clock of its own calls this.
    public func deliverCallbacks() async {
        await courier.round()
    }
}

/// Why the sandbox does not listen.
public enum SandboxError: Error, Equatable, Sendable, CustomStringConvertible {
    case notLoopback(host: String)
    case stopped

    public var description: String {
        switch self {
        case .notLoopback(let host): "the sandbox listens on loopback only, found host `\(host)`, expected `127.0.0.1`"
        case .stopped: "the sandbox has stopped"
        }
    }
}

/// Runs a sandbox on a free port for as long as the body runs. The base URL has no slash at its end.
public func withSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration = SandboxConfiguration(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (_ sandbox: Sandbox, _ baseURL: String) async throws -> Result
) async throws -> Result {
    let sandbox = Sandbox(configuration)
    return try await withThrowingTaskGroup(of: Void.self, isolation: isolation) { group in
        group.addTask { try await sandbox.run() }
        let port = try await sandbox.waitUntilReady()
        let result = try await body(sandbox, "http://\(configuration.host):\(port)")
        group.cancelAll()
        // The server ends with the error of its cancelled task, which is what was asked for.
        while let ended = await group.nextResult() { _ = ended }
        return result
    }
}
