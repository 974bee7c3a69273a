import FileLocks
import Foundation
import RunEngine
import WorkflowModel

/// Says that this process has a run in hand. Ends with the process, however that ends.
///
/// It is the lock of a file of the run's own beside the journal; the file is removed when the lock is given back. A second file, which
/// anybody may make, asks whoever has the run in hand to cancel it.
public final class RunLock: Sendable {
    private let lock: FileLock

    private init(_ lock: FileLock) {
        self.lock = lock
    }

    /// Takes the lock without waiting.
    ///
    /// - Returns: nil when another process has the run in hand.
    /// - Throws: `io` when no file can be made beside the journal.
    public static func acquire(_ run: RunID, journal: String) throws(JournalError) -> RunLock? {
        do throws(FileLockError) {
            return try FileLock.acquire(path(run, journal), makesFolder: true).map(RunLock.init)
        } catch {
            throw JournalError(.io, message: "cannot write to `\(folder(journal))`: \(error.reason)")
        }
    }

    /// The runs that a process has in hand, or had when it ended without giving them back.
    public static func runs(journal: String) -> [RunID] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder(journal))) ?? [])
            .sorted().map { RunID($0) }.filter(\.isWellFormed)
    }

    /// Asks the process that has a run in hand to cancel it, which looks for that from time to time.
    ///
    /// - Throws: `io` when no file can be made beside the journal.
    public static func requestCancel(of run: RunID, journal: String) throws(JournalError) {
        let path = path(run, journal) + cancelSuffix
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.io, message: "cannot write `\(path)`: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
    }

    /// Whether another process has asked for the end of the run.
    public var isCancelRequested: Bool { access(lock.path + Self.cancelSuffix, F_OK) == 0 }

    private static let cancelSuffix = ".cancel"
    private static func folder(_ journal: String) -> String { journal + "-locks" }
    private static func path(_ run: RunID, _ journal: String) -> String { "\(folder(journal))/\(run)" }

    /// Gives the run back.
    public func release() {
        unlink(lock.path + Self.cancelSuffix)
        lock.release()
    }
}
