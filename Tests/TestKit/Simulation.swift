import Synchronization
import WorkflowModel

/// A world in which time passes only when nothing else is left to do.
///
/// The body and all its tasks run on the calling thread, so that the same body gives the same history each time.
public final class Simulation: Sendable {
    public let clock: ManualClock
    public let executor = StepExecutor()

    public init(clock: ManualClock = ManualClock()) {
        self.clock = clock
    }

    /// Runs the body to its end. When everything waits, the clock moves on to the next one who wakes.
    ///
    /// Throws `StandStill` when everything waits and nobody will ever wake.
    public func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) throws -> Result {
        let box = Box<Result>()
        let executor = executor
        Task(executorPreference: executor) {
            let value = await body()
            box.set(value)
        }
        while true {
            executor.runUntilIdle()
            if let value = box.value { return value }
            guard clock.jump() else { throw StandStill() }
        }
    }

    /// Everything waits, and nobody will ever wake.
    public struct StandStill: Error {}
}

/// A value that is set once, from anywhere.
public final class Box<Value: Sendable>: Sendable {
    private let state: Mutex<Value?>

    public init() { state = Mutex(nil) }

    public func set(_ value: Value) { state.withLock { $0 = value } }
    public var value: Value? { state.withLock { $0 } }
}
