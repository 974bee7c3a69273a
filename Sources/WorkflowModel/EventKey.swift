/// Which event a step waits for.
public struct EventKey: Hashable, Sendable, CustomStringConvertible {
    /// The kind of event, such as `iletimerkezi.delivery_report`, `run.finished`, or workflow and trigger of a webhook.
    public var name: String
    /// Which one of the kind, such as the provider's id of a message or the id of a run.
    public var key: String

    public init(name: String, key: String) {
        self.name = name
        self.key = key
    }

    public var description: String { "\(name) \(key)" }
}
