import Foundation
import GRDB
import Logging
import RunEngine

/// The one thread that writes the journal.
///
/// It takes everything that has queued up while it waited for the disk and brings it there in one transaction: one sync for all.
final class WriterThread: Sendable {
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
    let checkpointer: Checkpointer

    private final class State {
        var jobs: [any WriterJob] = []
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

    /// Does something in the next transaction and returns once it is on disk, or surely is not.
    ///
    /// - Parameters:
    ///   - isAtomic: what the body wrote before it threw a `JournalError` is taken back; else it must throw before it writes.
    ///   - body: throws a `JournalError` for itself alone; any other error fails the whole transaction.
    func perform<Output: Sendable>(
        isAtomic: Bool = true, _ body: @escaping @Sendable (Database) throws -> Output
    ) async -> Result<Output, JournalError> {
        await write(isAtomic: isAtomic) { try body($0.database) }
    }

    /// The same for a body that writes runs.
    func write<Output: Sendable>(
        isAtomic: Bool = true, _ body: @escaping @Sendable (RunStatements) throws -> Output
    ) async -> Result<Output, JournalError> {
        await withCheckedContinuation { continuation in
            let job = QueuedJob(isAtomic: isAtomic, body: body, continuation: continuation)
            condition.lock()
            let isClosed = state.isClosed
            if !isClosed {
                state.jobs.append(job)
                condition.signal()
            }
            condition.unlock()
            if isClosed { job.finish(JournalError(.closed, message: "the journal `\(path)` is closed")) }
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

    /// How many requests wait for the next transaction.
    var waitingCount: Int {
        condition.withLock { state.jobs.count }
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
        while let jobs = next() {
            let error = write(jobs)
            for job in jobs { job.finish(error) }
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
    private func next() -> [any WriterJob]? {
        condition.lock()
        defer { condition.unlock() }
        while state.jobs.isEmpty {
            if state.isClosed { return nil }
            condition.wait()
        }
        state.transactionCount += 1
        let jobs = Array(state.jobs.prefix(Self.groupLimit))
        state.jobs.removeFirst(jobs.count)
        return jobs
    }

    /// Does the jobs in one transaction. When the disk refuses it, nothing of them is there.
    private func write(_ jobs: [any WriterJob]) -> JournalError? {
        do {
            try pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    let statements = try RunStatements(database)
                    for job in jobs { try job.write(statements) }
                    return .commit
                }
            }
            return nil
        } catch {
            let error = JournalError(error, path: path)
            logger?.error("journal write failed: \(error.message)")
            return error
        }
    }
}
