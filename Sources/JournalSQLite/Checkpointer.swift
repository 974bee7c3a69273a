import GRDB
import Synchronization

/// Moves what stands in the write-ahead log into the file, on a connection of its own, so that no append waits for it.
final class Checkpointer: Sendable {
    private struct State {
        var queue: DatabaseQueue?
        var isRunning = false
        var isClosed = false
        var logFrames = 0
    }

    private let path: String
    private let state = Mutex(State())

    init(path: String) {
        self.path = path
    }

    /// Frames in the log when it was last looked at.
    var logFrames: Int { state.withLock { $0.logFrames } }

    /// Starts a checkpoint unless one is going. Returns at once; a failure is made up for by the next one.
    func start() {
        let queue = state.withLock { state -> DatabaseQueue? in
            guard !state.isRunning, !state.isClosed else { return nil }
            if state.queue == nil { state.queue = try? DatabaseQueue(path: path) }
            state.isRunning = state.queue != nil
            return state.queue
        }
        queue?.asyncWriteWithoutTransaction { [self] database in
            let frames = try? database.checkpoint(.passive).walFrameCount
            state.withLock { state in
                state.isRunning = false
                state.logFrames = max(0, frames ?? 0)
            }
        }
    }

    /// Waits for a checkpoint that is going; for tests.
    func settled() {
        let queue = state.withLock { $0.queue }
        // What was put into its queue before this is done by now.
        queue?.writeWithoutTransaction { _ in }
    }

    /// The log was emptied by somebody else.
    func noteEmptyLog() {
        state.withLock { $0.logFrames = 0 }
    }

    /// Waits for a checkpoint that is going, and closes the connection.
    func close() {
        let queue = state.withLock { state in
            state.isClosed = true
            return state.queue
        }
        try? queue?.close()
    }
}
