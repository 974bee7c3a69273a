import Foundation
import RunEngine

/// Says that this process is the daemon of a journal. Ends with the process, however that ends.
public final class DaemonLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes the lock without waiting; nil when another daemon has it.
    ///
    /// - Throws: `io` when no file can be made beside the journal.
    public static func acquire(journal: String) throws(JournalError) -> DaemonLock? {
        let folder = journal + "-locks", path = "\(folder)/daemon"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.io, message: "cannot write to `\(folder)`: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return DaemonLock(descriptor: descriptor)
    }

    public func release() {
        // A process that was forked at this moment has the descriptor until it becomes another program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
