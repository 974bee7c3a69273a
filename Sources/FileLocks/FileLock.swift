import Foundation

/// An advisory lock on a file that exists for nothing else (flock(2)). Ends with the process, however that ends.
public final class FileLock: Sendable {
    public let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Takes the lock. The file is made where it is missing, readable for the owner only.
    ///
    /// - Parameters:
    ///   - makesFolder: makes the folder as well.
    ///   - waits: blocks the thread for as long as somebody else has it.
    /// - Returns: nil while somebody else has it.
    public static func acquire(
        _ path: String, makesFolder: Bool = false, waits: Bool = false
    ) throws(FileLockError) -> FileLock? {
        if makesFolder {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw FileLockError(reason: String(cString: strerror(errno))) }
            guard flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 else {
                let isInterrupted = errno == EINTR
                close(descriptor)
                if isInterrupted { continue }
                return nil
            }
            // Whoever had it before may have removed the file between our two calls; then the lock is on nothing.
            var held = stat()
            var named = stat()
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino {
                return FileLock(path: path, descriptor: descriptor)
            }
            close(descriptor)
        }
    }

    /// Gives the lock back and removes the file; to be called once.
    public func release() {
        unlink(path)
        // A process that is being forked has the descriptor too, until it has begun its program; the lock must not wait for that.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

/// No file to lock can be made there.
public struct FileLockError: Error, Equatable, Sendable {
    /// In the words of the system.
    public let reason: String
}
