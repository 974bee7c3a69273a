import Foundation
import GRDB
import Logging
import RunEngine

/// The one thread that writes the journal.
///
/// It takes everything that has queued up while it waited for the disk and brings it there in one transaction: one sync for all.
final class WriterThread: Sendable {
    private struct Request {
        var entries: [StoredEntry]
        var continuation: CheckedContinuation<Result<Void, JournalError>, Never>
    }

    /// How many requests share a transaction at most.
    private static let groupLimit = 1024
    /// After so many transactions the log is moved into the file, beside the commits.
    private static let checkpointInterval = 128
    /// A log that has grown to so many pages (128 MB), because commits never left a gap, is emptied between two commits.
    private static let longestLog = 32_768

    /// Guards `State`; the thread waits on it for work.
    private let condition = NSCondition()
    private nonisolated(unsafe) let state = State()
    private let pool: DatabasePool
    private let path: String
    private let logger: Logger?
    private let checkpointer: Checkpointer

    private final class State {
        var requests: [Request] = []
        var isClosed = false
        var hasEnded = false
        var transactionCount = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    init(pool: DatabasePool, path: String, logger: Logger?) {
        self.pool = pool
        self.path = path
        self.logger = logger
        checkpointer = Checkpointer(path: path)
        // The thread keeps the writer alive until it is closed.
        let thread = Thread { self.work() }
        thread.name = "ulak-journal"
        thread.start()
    }

    /// Returns once the entries are on disk, or surely are not.
    func append(_ entries: [StoredEntry]) async -> Result<Void, JournalError> {
        await withCheckedContinuation { continuation in
            condition.lock()
            let isClosed = state.isClosed
            if !isClosed {
                state.requests.append(Request(entries: entries, continuation: continuation))
                condition.signal()
            }
            condition.unlock()
            if isClosed {
                continuation.resume(returning: .failure(JournalError(.closed, message: "the journal `\(path)` is closed")))
            }
        }
    }

    /// Takes no more requests. Those that were accepted are still written.
    func close() {
        condition.lock()
        state.isClosed = true
        condition.signal()
        condition.unlock()
    }

    /// How many transactions were tried.
    var transactionCount: Int {
        condition.withLock { state.transactionCount }
    }

    /// Waits until the thread has written the last request.
    func ended() async {
        await withCheckedContinuation { continuation in
            condition.lock()
            let hasEnded = state.hasEnded
            if !hasEnded { state.waiters.append(continuation) }
            condition.unlock()
            if hasEnded { continuation.resume() }
        }
    }

    private func work() {
        while let requests = next() {
            let results = write(requests)
            for (request, result) in zip(requests, results) { request.continuation.resume(returning: result) }
            tendLog()
        }
        checkpointer.close()
        condition.lock()
        state.hasEnded = true
        let waiters = state.waiters
        state.waiters = []
        condition.unlock()
        for waiter in waiters { waiter.resume() }
    }

    private func tendLog() {
        if checkpointer.logFrames > Self.longestLog {
            try? pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            checkpointer.noteEmptyLog()
        } else if transactionCount.isMultiple(of: Self.checkpointInterval) {
            checkpointer.start()
        }
    }

    /// Everything that is queued, once there is something; nil when closed and done.
    private func next() -> [Request]? {
        condition.lock()
        defer { condition.unlock() }
        while state.requests.isEmpty {
            if state.isClosed { return nil }
            condition.wait()
        }
        state.transactionCount += 1
        let requests = Array(state.requests.prefix(Self.groupLimit))
        state.requests.removeFirst(requests.count)
        return requests
    }

    /// Writes the requests in one transaction. When the disk refuses it, none of them is there.
    private func write(_ requests: [Request]) -> [Result<Void, JournalError>] {
        do {
            return try pool.writeWithoutTransaction { database in
                var results: [Result<Void, JournalError>] = []
                results.reserveCapacity(requests.count)
                try database.inTransaction(.immediate) {
                    for request in requests { results.append(try write(request.entries, database)) }
                    return .commit
                }
                return results
            }
        } catch {
            let error = JournalError(error, path: path)
            logger?.error("journal write failed: \(error.message)")
            return requests.map { _ in .failure(error) }
        }
    }

    private func write(_ entries: [StoredEntry], _ database: Database) throws -> Result<Void, JournalError> {
        if entries.count == 1, let entry = entries.first {
            return try entry.write(database) ? .success(()) : .failure(conflict(entry))
        }
        var conflict: JournalError?
        try database.inSavepoint {
            for entry in entries where try !entry.write(database) {
                conflict = self.conflict(entry)
                return .rollback
            }
            return .commit
        }
        return conflict.map { .failure($0) } ?? .success(())
    }

    private func conflict(_ entry: StoredEntry) -> JournalError {
        JournalError(
            .conflict,
            message:
                "run \(entry.run) in `\(path)` has other records than expected before number \(entry.firstSequence): another process writes it"
        )
    }
}
