import WorkflowModel

/// Keeps a journal within its policy.
public struct JournalTender: Sendable {
    private let journal: any JournalTending
    private let policy: RetentionPolicy
    /// How many runs go in one transaction.
    private let portion: Int

    public init(journal: any JournalTending, policy: RetentionPolicy, portion: Int = 200) {
        self.journal = journal
        self.policy = policy
        self.portion = portion
    }

    /// Removes what has had its time and gives its room back, in small portions.
    ///
    /// - Parameter portions: so many at the most, for whoever has other things to do; nil: until the journal is within its policy.
    /// - Returns: how many runs were removed.
    public func tend(at now: Timestamp, portions: Int? = nil) async throws(JournalError) -> Int {
        var removed = 0
        var left = portions ?? .max
        if let keep = policy.keep {
            let limit = Timestamp(microseconds: now.microseconds - keep.microseconds)
            while left > 0, let oldest = try await journal.oldestEnd(), oldest < limit {
                removed += try await journal.removeRuns(finishedBefore: limit, limit: portion)
                left -= 1
            }
            try await journal.forget(eventsBefore: limit, now: now)
        }
        if let maxSize = policy.maxSize, try await journal.size() > maxSize {
            // A little below, so that not every run that ends removes another one.
            let target = maxSize - maxSize / 10
            while left > 0, try await journal.size() > target {
                let count = try await journal.removeRuns(finishedBefore: nil, limit: portion)
                removed += count
                left -= 1
                if count < portion { break }
            }
        }
        while left > 0, try await journal.giveBackPages(2000) > 0 { left -= 1 }
        return removed
    }

    /// Tends the journal at once and then again and again, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - interval: between two times.
    ///   - report: is told how many runs were removed, where there were any, and of failures, which the next time makes up for.
    public func run(
        every interval: Duration = .seconds(600), clock: any Clock<Duration>, now: @Sendable () -> Timestamp,
        report: @Sendable (Result<Int, JournalError>) -> Void = { _ in }
    ) async {
        while !Task.isCancelled {
            do throws(JournalError) {
                let removed = try await tend(at: now())
                if removed > 0 { report(.success(removed)) }
            } catch {
                report(.failure(error))
            }
            guard (try? await clock.sleep(for: interval)) != nil else { return }
        }
    }
}
