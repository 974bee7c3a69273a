import Server

/// What a daemon is made from.
public struct DaemonConfiguration: Sendable {
    public var server: ServerConfiguration

    public init(server: ServerConfiguration = ServerConfiguration()) {
        self.server = server
    }
}
