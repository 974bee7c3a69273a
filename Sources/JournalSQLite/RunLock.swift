import Foundation
import WorkflowModel

/// Says that this process has a run in hand. Ends with the process, however that ends.
///
/// It is an advisory lock (flock(2)) on a file of the run's own beside the journal; the file is removed when the lock is given back.
public final class RunLock: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Nil when another process has the run in hand.
    public init?(run: RunID, journal: String) {
        let folder = journal + "-locks"
        path = "\(folder)/\(run)"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return nil }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                return nil
            }
            // Whoever had it before may have removed the file between our two calls; then the lock is on nothing.
            var held = stat()
            var named = stat()
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    /// Gives the run back.
    public func release() {
        unlink(path)
        close(descriptor)
    }
}
