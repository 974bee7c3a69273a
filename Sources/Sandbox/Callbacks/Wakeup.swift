import Synchronization

/// Lets one task sleep until a moment or until somebody calls. The mutex guards who sleeps and whether a call came before.
final class Wakeup: Sendable {
    private struct State {
        var wasCalled = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func call() {
        let sleeper = state.withLock { state in
            defer { state.sleeper = nil }
            if state.sleeper == nil { state.wasCalled = true }
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Returns at once when a call came since the last sleep. One sleeper at a time.
    func sleep(atMost duration: Duration?) async {
        let alarm = duration.map { duration in
            Task {
                try? await Task.sleep(for: duration)
                if !Task.isCancelled { call() }
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.wasCalled || Task.isCancelled {
                        state.wasCalled = false
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            call()
        }
        alarm?.cancel()
    }
}
