import WorkflowModel

/// A wall clock with one alarm.
public protocol WallAlarm: Sendable {
    var now: Timestamp { get }
    /// Sets the alarm in the place of the one before; nil: none.
    func set(_ time: Timestamp?)
    /// An element each time the alarm rings: at its time, at once when that has passed, and when somebody has set the clock. After a
    /// ring it is set again by whoever listens. One listener at a time.
    var rings: AsyncStream<Void> { get }
    /// Ends the rings.
    func stop()
}
