import RunEngine
import TestKit

/// What a process leaves behind for the next one.
protocol SimulatedDisk: Sendable {
    var journal: any Journal { get }
    /// A write of which only a part gets there, because the process or the power ends.
    ///
    /// - Parameter place: how much of it, of 1,000.
    func tear(_ write: () async throws(JournalError) -> Void, at place: Int) async
    /// The process has ended, in order or not; another one opens what is there.
    func reopen() async throws
    /// What does not fit together.
    func problems() async -> [String]
}

/// A disk that writes all or nothing, as the journal promises.
struct MemoryDisk: SimulatedDisk {
    let memory = InMemoryJournal()

    var journal: any Journal { memory }
    func tear(_ write: () async throws(JournalError) -> Void, at place: Int) async {}
    func reopen() async throws {}
    func problems() async -> [String] { [] }
}
