import GRDB
import RunEngine

/// Something that the writer does in a transaction that it shares with others.
protocol WriterJob: Sendable {
    /// Throws when the whole transaction has failed.
    func write(_ database: Database) throws
    /// Tells whoever waits. Called once, after the transaction.
    ///
    /// - Parameter error: why the transaction failed; nil when it is on disk.
    func finish(_ error: JournalError?)
}

/// A job with somebody who waits for its result.
final class QueuedJob<Output: Sendable>: WriterJob {
    private let isAtomic: Bool
    private let body: @Sendable (Database) throws -> Output
    private let continuation: CheckedContinuation<Result<Output, JournalError>, Never>
    /// Touched by the writer's thread alone.
    private nonisolated(unsafe) var result: Result<Output, JournalError>?

    init(
        isAtomic: Bool, body: @escaping @Sendable (Database) throws -> Output,
        continuation: CheckedContinuation<Result<Output, JournalError>, Never>
    ) {
        self.isAtomic = isAtomic
        self.body = body
        self.continuation = continuation
    }

    func write(_ database: Database) throws {
        guard isAtomic else {
            result = try attempt(database)
            return
        }
        try database.inSavepoint {
            let result = try attempt(database)
            self.result = result
            if case .success = result { return .commit } else { return .rollback }
        }
    }

    private func attempt(_ database: Database) throws -> Result<Output, JournalError> {
        do {
            return .success(try body(database))
        } catch let error as JournalError {
            return .failure(error)
        }
    }

    func finish(_ error: JournalError?) {
        if let error { return continuation.resume(returning: .failure(error)) }
        guard let result else { preconditionFailure("a job that was committed was done") }
        continuation.resume(returning: result)
    }
}
