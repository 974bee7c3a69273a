import WorkflowModel

/// What a journal does about its own size.
///
/// What implementers owe: each call is short, so that appends go on between two of them; open runs are never removed.
public protocol JournalTending: Sendable {
    /// When the run ended whose end is longest ago; nil when none has ended.
    func oldestEnd() async throws(JournalError) -> Timestamp?
    /// Removes runs that have ended, oldest end first, with everything that belongs to them.
    ///
    /// - Parameters:
    ///   - time: only runs that ended before it; nil: any that has ended.
    ///   - limit: so many at the most.
    /// - Returns: how many were removed; less than `limit` when none is left.
    func removeRuns(finishedBefore time: Timestamp?, limit: Int) async throws(JournalError) -> Int
    /// Gives room that removed runs have left back to the file system.
    ///
    /// - Parameter pages: so many at the most.
    /// - Returns: how many are left.
    func giveBackPages(_ pages: Int) async throws(JournalError) -> Int
    /// Bytes that hold data.
    func size() async throws(JournalError) -> Int
    /// Forgets occurrences whose time is over, and events that came before that time and nobody waits for.
    func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError)
}
