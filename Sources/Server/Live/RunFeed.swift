import RunEngine
import Synchronization
import WorkflowModel

/// Tells whoever listens that something happened in a run. The records themselves are read from the journal: a signal carries nothing
/// that could be lost.
///
/// Give it to the run driver as an observer. The mutex guards the listeners.
public final class RunFeed: RunObserver {
    private struct State {
        var ofRuns: [RunID: [Int: AsyncStream<Void>.Continuation]] = [:]
        var ofAll: [Int: AsyncStream<Void>.Continuation] = [:]
        var changed: [Int: Set<RunID>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    public init() {}

    public func observe(_ run: RunID, _ record: RunRecord) {
        let listeners = state.withLock { state in
            var listeners: [AsyncStream<Void>.Continuation] = []
            if let ofRun = state.ofRuns[run] { listeners += ofRun.values }
            for (id, listener) in state.ofAll {
                state.changed[id, default: []].insert(run)
                listeners.append(listener)
            }
            return listeners
        }
        // Not under the lock: a listener that is cancelled at this moment holds a lock that waking it takes, and comes here with it.
        for listener in listeners { listener.yield() }
    }

    /// Fires once at once, and after that whenever something was added to the run. Signals that nobody waited for become one.
    func signals(of run: RunID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.next += 1
            state.ofRuns[run, default: [:]][state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in
                state.ofRuns[run]?.removeValue(forKey: id)
                if state.ofRuns[run]?.isEmpty == true { state.ofRuns.removeValue(forKey: run) }
            }
        }
        continuation.yield()
        return stream
    }

    /// The same for all runs; `takeChanged` tells which they were.
    func signals() -> (id: Int, stream: AsyncStream<Void>) {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.next += 1
            state.ofAll[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in
                state.ofAll.removeValue(forKey: id)
                state.changed.removeValue(forKey: id)
            }
        }
        return (id, stream)
    }

    /// The runs that changed since the last call for that listener.
    func takeChanged(_ id: Int) -> Set<RunID> {
        state.withLock { $0.changed.removeValue(forKey: id) ?? [] }
    }

    /// How many listen.
    var listenerCount: Int {
        state.withLock { $0.ofAll.count + $0.ofRuns.values.reduce(0) { $0 + $1.count } }
    }
}
