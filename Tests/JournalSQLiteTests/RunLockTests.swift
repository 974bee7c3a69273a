import Foundation
import JournalSQLite
import RunEngine
import Testing
import WorkflowModel

@Suite("The lock of a run")
struct RunLockTests {
    @Test("one holder at a time, and none when it was given back")
    func oneHolder() throws {
        let journal = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite").path
        defer { try? FileManager.default.removeItem(atPath: journal + "-locks") }
        let run = RunID("a")
        let first = try #require(try RunLock.acquire(run, journal: journal))
        #expect(try RunLock.acquire(run, journal: journal) == nil)
        #expect(try RunLock.acquire(RunID("b"), journal: journal) != nil)
        first.release()
        let second = try #require(try RunLock.acquire(run, journal: journal))
        second.release()
        #expect(!FileManager.default.fileExists(atPath: "\(journal)-locks/a"))
    }

    @Test("a place that cannot be written to is an error and not somebody else")
    func noPlace() {
        #expect(throws: JournalError.self) { try RunLock.acquire(RunID("a"), journal: "/proc/nowhere/journal.sqlite") }
    }
}
