import Foundation

/// A named pipe that processes write to and hold open: it is let go when the last of them has ended.
struct HeldPipe {
    private let descriptor: Int32

    init(_ path: String) throws {
        guard mkfifo(path, 0o600) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    /// The next lines, without their ends; fewer when the pipe is let go or nothing comes for 30 seconds.
    func lines(_ count: Int) async -> [String] {
        await onThread { descriptor in
            var text: [UInt8] = []
            while text.count(where: { $0 == 0x0A }) < count, let bytes = Self.read(descriptor), !bytes.isEmpty { text += bytes }
            return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// Waits until no process has the pipe open; false when one still has after 30 seconds. The pipe is closed then.
    func isLetGo() async -> Bool {
        await onThread { descriptor in
            defer { close(descriptor) }
            while let bytes = Self.read(descriptor) {
                if bytes.isEmpty { return true }
            }
            return false
        }
    }

    /// What comes next; empty when the last writer has gone, nil when nothing comes.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard uninterrupted({ poll(&event, 1, 30_000) }) == 1 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 256)
        let size = uninterrupted { Glibc.read(descriptor, &buffer, buffer.count) }
        return size < 0 ? nil : Array(buffer.prefix(size))
    }

    /// Calls again for as long as nothing but a signal was in the way.
    private static func uninterrupted<Result: FixedWidthInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }

    private func onThread<Result: Sendable>(_ body: @escaping @Sendable (Int32) -> Result) async -> Result {
        let descriptor = descriptor
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body(descriptor)) }
        }
    }
}
