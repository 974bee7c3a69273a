/// Where the server listens.
public struct ServerConfiguration: Sendable, Equatable {
    public var host: String
    public var port: Int

    public init(host: String = "127.0.0.1", port: Int = 7373) {
        self.host = host
        self.port = port
    }
}
