import RunEngine

/// A source of events that runs until it is told to stop.
public protocol Trigger: Sendable {
    var key: TriggerKey { get }
}
