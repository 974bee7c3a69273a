import GRDB
import RunEngine

/// Something that the writer does in a transaction that it shares with others.
protocol WriterJob: Sendable {
    /// Throws when the whole transaction has failed.
    func write(_ statements: RunStatements) throws
    /// Tells whoever waits. Called once, after the transaction.
    ///
    /// - Parameter error: why the transaction failed; nil when it is on disk.
    func finish(_ error: JournalError?)
}

/// A job with somebody who waits for its result.
final class QueuedJob<Output: Sendable>: WriterJob {
    private let isAtomic: Bool
    private let body: @Sendable (RunStatements) throws -> Output
    private let continuation: CheckedContinuation<Result<Output, JournalError>, Never>
    /// Touched by the writer's thread alone.
    private nonisolated(unsafe) var result: Result<Output, JournalError>?

    init(
        isAtomic: Bool, body: @escaping @Sendable (RunStatements) throws -> Output,
        continuation: CheckedContinuation<Result<Output, JournalError>, Never>
    ) {
        self.isAtomic = isAtomic
        self.body = body
        self.continuation = continuation
    }

    func write(_ statements: RunStatements) throws {
        guard isAtomic else {
            result = try attempt(statements)
            return
        }
        try statements.database.inSavepoint {
            let result = try attempt(statements)
            self.result = result
            if case .success = result { return .commit } else { return .rollback }
        }
    }

    private func attempt(_ statements: RunStatements) throws -> Result<Output, JournalError> {
        do {
            return .success(try body(statements))
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
