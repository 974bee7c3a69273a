import Foundation
import JournalSQLite
import Logging
import NodeRuntime
import RunEngine
import Server
import ServiceLifecycle
import Telemetry
import Triggers
import UnixSignals
import Values
import WorkflowLanguage
import WorkflowModel

/// Runs every workflow of a folder until it is told to stop.
///
/// The parts depend on each other from the roster upwards: what takes events in stops first, what carries runs out stops last, and
/// the journal closes behind all of them. A run that is not done by then goes on when the daemon comes back.
public struct Daemon: Sendable {
    private let settings: DaemonSettings
    private let notice: ServiceNotice
    private let logger: Logger

    public init(_ settings: DaemonSettings, environment: [String: String], logger: Logger) {
        self.settings = settings
        notice = ServiceNotice(environment: environment)
        self.logger = logger
    }

    /// What a daemon tells once it takes events in.
    public struct Started: Sendable {
        public let port: Int
        public let workflowCount: Int
        public let brokenFiles: [String]
    }

    /// Returns when the daemon has stopped.
    public func run(onStart: @escaping @Sendable (Started) -> Void) async throws {
        guard let lock = try DaemonLock.acquire(journal: settings.journalPath) else {
            throw DaemonError.alreadyRunning(journal: settings.journalPath)
        }
        defer { lock.release() }
        let journal = try SQLiteJournal(path: settings.journalPath, logger: logger)
        let transport = HTTPClientTransport()
        do {
            try await run(journal, transport, onStart)
        } catch {
            await journal.close()
            try? await transport.shutdown()
            throw error
        }
        await journal.close()
        try? await transport.shutdown()
    }

    private func run(
        _ journal: SQLiteJournal, _ transport: HTTPClientTransport, _ onStart: @escaping @Sendable (Started) -> Void
    ) async throws {
        let now: @Sendable () -> Timestamp = { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
        let shelf = WorkflowShelf()
        let subworkflows = DaemonSubworkflows(shelf: shelf, journal: journal)
        let feed = RunFeed(), metrics = MetricRegistry(), fileRuns = FileRunObserver()
        let receipts = CommandReceipts(clock: ContinuousClock())
        let telemetry = RunTelemetry(metrics: metrics, logger: logger) { [catalog = settings.catalog] node, parameters in
            guard let manifest = catalog.node(node), let members = parameters.objectValue,
                let count = manifest.segments(in: members)
            else { return nil }
            return .init(provider: manifest.provider?.name ?? "", encoding: count.encoding, count: count.total)
        }
        let runner = CatalogNodeRunner(
            catalog: settings.catalog, credentials: settings.credentials,
            transport: MeteredTransport(base: transport, metrics: metrics), baseURLs: settings.baseURLs,
            services: NodeServices(
                event: { key async throws(JournalError) in try await journal.event(key) }, subworkflows: subworkflows,
                codes: journal, access: settings.access),
            logger: logger, userAgent: settings.userAgent,
            limits: RequestLimits(now: now, observer: MeteredLimits(metrics: metrics)))
        let driver = RunDriver(
            journal: journal, runner: runner, clock: ContinuousClock(), now: now,
            observer: RunObserverList([feed, telemetry, fileRuns, receipts]),
            options: .init(grace: settings.grace, longestWait: .seconds(5)))
        let recovery = RunRecovery(journal: journal, driver: driver) { [catalog = settings.catalog] source in
            try catalog.plan(of: source)
        }
        let logger = logger, journalPath = settings.journalPath
        let roster = RunRoster(
            journal: journal, recovery: recovery, limit: settings.runsAtOnce,
            others: OtherProcesses(
                claim: { run in
                    guard let lock = (try? RunLock.acquire(run, journal: journalPath)) ?? nil else { return .refused }
                    return .granted { lock.release() }
                },
                runs: { RunLock.runs(journal: journalPath) },
                cancel: { try? RunLock.requestCancel(of: $0, journal: journalPath) }),
            report: { run, error in
                receipts.refuse(run, "\(error)")
                logger.error("a run cannot go on", metadata: ["cicd.pipeline.run.id": "\(run)", "exception.message": "\(error)"])
            })
        let ids = RunIDGenerator { (.random(in: .min ... .max), .random(in: .min ... .max)) }
        let desk = RunDesk(shelf: shelf, journal: journal, roster: roster, ids: ids, now: now, telemetry: telemetry)
        subworkflows.attach(desk)
        let cron = CronService(
            intake: desk, alarm: try TimerDescriptor(), machineZone: .current, logger: logger,
            missed: { telemetry.missed(1, of: $0) })
        let files = try FileWatchService(
            intake: desk, project: FileManager.default.currentDirectoryPath, clock: ContinuousClock(), logger: logger,
            succeeded: { run in (try? await journal.summary(of: run))?.status == .succeeded })
        fileRuns.attach(files)
        let operations = DaemonOperations(
            shelf: shelf, journal: journal, roster: roster, desk: desk, cron: cron, receipts: receipts)
        let server = UlakServer(
            settings.server,
            parts: ServerParts(
                intake: desk, credentials: settings.credentials, journal: journal, operations: operations,
                catalog: settings.catalog, feed: feed, metrics: metrics, now: now),
            logger: logger)
        let loader = WorkflowLoader(
            folder: WorkflowFolder(path: settings.folder, compiler: WorkflowCompiler(catalog: settings.catalog, now: now)),
            shelf: shelf,
            triggers: [cron, files],
            use: { [credentials = settings.credentials] routes in
                credentials.declare(Set(shelf.plans.flatMap(\.credentialNames)))
                server.use(routes)
                telemetry.keep(workflows: shelf.plans.map(\.workflow))
            }, logger: logger)
        let watcher = try WorkflowFolderWatcher(folder: settings.folder, clock: ContinuousClock(), logger: logger) { _ in
            await loader.load()
        }
        await loader.load()

        let notice = notice, addressPath = DaemonAddress.path(journal: settings.journalPath)
        let host = settings.server.host, tokenPath = settings.tokenPath
        let address = { @Sendable (port: Int) in
            // Whatever it listens on, this machine reaches it by its loopback unless it was given one address of its own.
            let name = ["0.0.0.0", "::", "[::]"].contains(host) ? "127.0.0.1" : host
            return DaemonAddress(url: "http://\(name):\(port)", tokenPath: tokenPath)
        }
        let start = StartService {
            let port = try await server.waitUntilReady()
            notice.ready()
            let entries = shelf.entries
            try? address(port).write(to: addressPath)
            onStart(
                Started(
                    port: port, workflowCount: entries.count { $0.plan != nil },
                    brokenFiles: entries.filter { $0.diagnostics.hasErrors }.map(\.path)))
        } onStop: {
            notice.stopping()
            desk.startDraining()
            server.startDraining()
        }
        let reload = ReloadService(loader: loader, logger: logger)
        let tending = TendingService(
            journal: journal, tender: JournalTender(journal: journal, policy: settings.retention),
            eventsKept: settings.eventsKept, now: now, notice: notice, logger: logger)
        // Shut down from the last to the first.
        let services: [any Service] = [RosterService(roster: roster), tending, reload, watcher, cron, files, server, start]
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .ignore) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.grace + .seconds(5)
        defer { if case .running(let own) = DaemonAddress.find(at: addressPath) { own.remove(from: addressPath) } }
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// Why a daemon does not start.
public enum DaemonError: Error, Equatable, Sendable, CustomStringConvertible {
    case alreadyRunning(journal: String)

    public var description: String {
        switch self {
        case .alreadyRunning(let journal): "another daemon has the journal `\(journal)`"
        }
    }
}
