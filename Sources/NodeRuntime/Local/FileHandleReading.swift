import Glibc
import NIOPosix
import RunEngine
import Synchronization
import WorkflowModel

/// An open file; closed with the value.
final class OpenFile {
    let descriptor: Int32
    let path: LocalPath
    let size: Int64
    let modifiedAt: Timestamp

    /// Only ordinary files: a pipe or a device could keep a step waiting for ever.
    init(reading path: LocalPath) throws(NodeFailure) {
        let opened = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard opened >= 0 else { throw .system(errno, "read", path) }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            close(opened)
            throw NodeFailure(
                code: isFolder ? "is_folder" : "no_file", class: .input,
                message: "`\(path.text)` is \(isFolder ? "a folder" : "no ordinary file")")
        }
        descriptor = opened
        self.path = path
        size = Int64(status.st_size)
        modifiedAt = Timestamp(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1000)
    }

    deinit { close(descriptor) }

    /// Fills the buffer as far as the file goes; 0 at its end.
    func read(into buffer: inout [UInt8]) throws(NodeFailure) -> Int {
        var done = 0
        while done < buffer.count {
            let count = buffer[done...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno, "read", path) }
            if count == 0 { break }
            done += count
        }
        return done
    }
}

/// Work that blocks a thread, kept away from the threads that tasks run on.
enum BlockingWork {
    /// Tells blocking work that its task was cancelled.
    final class Cancellation: Sendable {
        private let flag = Atomic(false)
        var isCancelled: Bool { flag.load(ordering: .relaxed) }
        func cancel() { flag.store(true, ordering: .relaxed) }
    }

    static func run(_ body: @escaping @Sendable (Cancellation) -> NodeOutcome) async -> NodeOutcome {
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            do {
                return try await NIOThreadPool.singleton.runIfActive { body(cancellation) }
            } catch {
                // The pool refuses work only when the task was cancelled before it began.
                return .failed(
                    NodeFailure(code: "cancelled", class: .unavailable, message: "the step was cancelled before it began"))
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}
