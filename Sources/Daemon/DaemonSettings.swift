import NodeCatalog
import NodeRuntime
import RunEngine
import Server
import WorkflowModel

/// What a daemon is made from.
public struct DaemonSettings: Sendable {
    /// The folder with the workflow files.
    public var folder: String
    public var journalPath: String
    public var catalog: Catalog
    public var credentials: any CredentialSource
    /// By provider, in the place of those in the manifests.
    public var baseURLs: [String: String]
    public var server: ServerConfiguration
    /// The file that holds the server's token, for commands on this machine; nil where there is no token.
    public var tokenPath: String?
    /// How many runs are in hand at the same time.
    public var runsAtOnce: Int
    /// How long what has begun is awaited when the daemon is stopped.
    public var grace: Duration
    /// How long events are kept that no step waits for yet.
    public var eventsKept: Duration
    /// Which runs that have ended are kept.
    public var retention: RetentionPolicy
    public var userAgent: String
    /// What nodes for files and commands may touch.
    public var access: LocalAccess

    public init(
        folder: String, journalPath: String, catalog: Catalog, credentials: any CredentialSource,
        baseURLs: [String: String] = [:], server: ServerConfiguration = ServerConfiguration(), tokenPath: String? = nil,
        runsAtOnce: Int = 256,
        grace: Duration = .seconds(10), eventsKept: Duration = .seconds(7 * 24 * 3600),
        retention: RetentionPolicy = .standard, userAgent: String = "ulak",
        access: LocalAccess = LocalAccess()
    ) {
        self.folder = folder
        self.journalPath = journalPath
        self.catalog = catalog
        self.credentials = credentials
        self.baseURLs = baseURLs
        self.server = server
        self.tokenPath = tokenPath
        self.runsAtOnce = runsAtOnce
        self.grace = grace
        self.eventsKept = eventsKept
        self.retention = retention
        self.userAgent = userAgent
        self.access = access
    }
}
