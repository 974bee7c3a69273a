import Foundation
import Hummingbird
import Logging
import ServiceLifecycle

/// Both providers, simulated over real HTTP on loopback, with an inbox of what they were given to send.
///
/// TurkeySMS answers below `/turkeysms`, iletiMerkezi below `/iletimerkezi`; behind the prefix the paths are the vendors' own.
public final class Sandbox: Service, Sendable {
    public let configuration: SandboxConfiguration
    private let store: SandboxStore
    private let readiness = Readiness()
    private let logger: Logger

    public init(
        _ configuration: SandboxConfiguration = SandboxConfiguration(), logger: Logger = Logger(label: "ulak.sandbox")
    ) {
        self.configuration = configuration
        self.logger = logger
        store = SandboxStore(configuration: configuration)
    }

    /// Listens until the task is cancelled or the service group shuts down. May be called once.
    public func run() async throws {
        do {
            guard Sandbox.isLoopback(configuration.host) else { throw SandboxError.notLoopback(host: configuration.host) }
            let readiness = readiness
            var serverLogger = Logger(label: "ulak.sandbox.http", factory: { _ in SwiftLogNoOpLogHandler() })
            serverLogger.logLevel = .critical
            let application = Application(
                responder: SandboxResponder(store: store, logger: logger),
                configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
                onServerRunning: { channel in readiness.succeed(channel.localAddress?.port ?? 0) },
                logger: serverLogger)
            try await application.run()
            readiness.fail(SandboxError.stopped)
        } catch {
            readiness.fail(error)
            throw error
        }
    }

    /// The port it listens on. Throws what kept it from listening.
    public func waitUntilReady() async throws -> Int {
        try await readiness.port()
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
    public func reset() async {
        store.reset()
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") })
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
