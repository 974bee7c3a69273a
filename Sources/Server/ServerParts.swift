import NodeCatalog
import RunEngine
import Telemetry
import WorkflowModel

/// What the server works with. All of it belongs to the daemon.
public struct ServerParts: Sendable {
    public var intake: any RunIntake
    public var credentials: any CredentialSource
    public var journal: any JournalReading & SendReading
    public var operations: any RunOperations
    public var catalog: Catalog
    /// An observer of the run driver.
    public var feed: RunFeed
    public var metrics: MetricRegistry
    /// Measures waits.
    public var clock: any Clock<Duration>
    /// The wall time.
    public var now: @Sendable () -> Timestamp

    public init(
        intake: any RunIntake, credentials: any CredentialSource, journal: any JournalReading & SendReading,
        operations: any RunOperations, catalog: Catalog, feed: RunFeed, metrics: MetricRegistry,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Timestamp
    ) {
        self.intake = intake
        self.credentials = credentials
        self.journal = journal
        self.operations = operations
        self.catalog = catalog
        self.feed = feed
        self.metrics = metrics
        self.clock = clock
        self.now = now
    }
}
