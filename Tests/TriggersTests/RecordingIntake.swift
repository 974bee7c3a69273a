import RunEngine
import Synchronization
import TestKit
import Values
import WorkflowModel

/// An intake that keeps what it was given, dedupes as the real one does, and fails when a test says so.
final class RecordingIntake: RunIntake {
    struct State {
        var events: [TriggerEvent] = []
        var offered = 0
        var calls = 0
        var known: [String: RunID] = [:]
        var cursors: [TriggerKey: Value] = [:]
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var failure: (@Sendable (TriggerEvent) -> IntakeError?)?
    }

    let state = Mutex(State())

    /// Accepted ones.
    var events: [TriggerEvent] { state.withLock { $0.events } }
    /// With duplicates.
    var offered: Int { state.withLock { $0.offered } }
    var calls: Int { state.withLock { $0.calls } }
    var texts: [String] { events.map { $0.data["scheduled_at"]?.stringValue ?? "" } }

    func fail(_ failure: (@Sendable (TriggerEvent) -> IntakeError?)?) { state.withLock { $0.failure = failure } }

    /// Returns when so many events have been accepted.
    func reach(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.events.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func take(_ events: [TriggerEvent]) async throws(IntakeError) -> [IntakeResult] {
        let result: Result<[IntakeResult], IntakeError> = state.withLock { state in
            state.calls += 1
            if let failure = state.failure, let error = events.lazy.compactMap(failure).first { return .failure(error) }
            return .success(
                events.map { event in
                    state.offered += 1
                    if let cursor = event.cursor { state.cursors[event.source] = cursor }
                    let key = event.occurrence.map { "\(event.source) \($0.key)" }
                    if let key, let earlier = state.known[key] { return .duplicate(of: earlier) }
                    let run = SampleRecords.id(state.events.count + 1)
                    if let key { state.known[key] = run }
                    state.events.append(event)
                    return .accepted(run)
                })
        }
        let done = state.withLock { state in
            let done = state.waiters.filter { $0.count <= state.events.count }
            state.waiters.removeAll { $0.count <= state.events.count }
            return done
        }
        for waiter in done { waiter.continuation.resume() }
        return try result.get()
    }

    func cursor(of trigger: TriggerKey) async throws(IntakeError) -> Value? { state.withLock { $0.cursors[trigger] } }

    func remember(_ cursor: Value, of trigger: TriggerKey) async throws(IntakeError) {
        state.withLock { $0.cursors[trigger] = cursor }
    }

    func deliver(_ event: AwaitedEvent) async throws(IntakeError) -> Bool { true }
}
