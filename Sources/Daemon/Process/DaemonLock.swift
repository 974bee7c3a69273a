import FileLocks
import RunEngine

/// Says that this process is the daemon of a journal. Ends with the process, however that ends.
public final class DaemonLock: Sendable {
    private let lock: FileLock

    private init(_ lock: FileLock) {
        self.lock = lock
    }

    /// Takes the lock without waiting; nil when another daemon has it.
    ///
    /// - Throws: `io` when no file can be made beside the journal.
    public static func acquire(journal: String) throws(JournalError) -> DaemonLock? {
        do throws(FileLockError) {
            return try FileLock.acquire(journal + "-locks/daemon", makesFolder: true).map(DaemonLock.init)
        } catch {
            throw JournalError(.io, message: "cannot write to `\(journal)-locks`: \(error.reason)")
        }
    }

    public func release() { lock.release() }
}
