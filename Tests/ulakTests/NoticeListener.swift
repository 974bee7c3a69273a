import Foundation
import Testing

/// The socket on which a service manager would hear of a daemon (sd_notify(3)).
final class NoticeListener: Sendable {
    let path = "/tmp/ulak-notify-\(UInt32.random(in: .min ... .max))"
    private let descriptor: Int32
    /// What was said, in order; ends behind what `end` closes.
    let notices: AsyncStream<String>
    private let notice: AsyncStream<String>.Continuation

    private static let end = "END"

    init() throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        (notices, notice) = AsyncStream.makeStream(of: String.self)
        let bound = Self.withAddress(path) { bind(descriptor, $0, $1) }
        try #require(bound == 0)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Reads from now on, on a thread of its own.
    func read() {
        let reader = Thread { [self] in
            var buffer = [UInt8](repeating: 0, count: 256)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count < 0, errno == EINTR { continue }
                let text = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
                if count <= 0 || text == Self.end { break }
                notice.yield(text)
            }
            notice.finish()
        }
        reader.start()
    }

    /// Ends `notices` behind everything that has been said.
    func end() { #expect(Self.send(Self.end, to: path, flags: 0)) }

    /// Takes all the room that there is for notices which nobody has read.
    func fill() {
        while Self.send("FULL", to: path, flags: Int32(MSG_DONTWAIT)) {}
        #expect(errno == EAGAIN)
    }

    private static func send(_ text: String, to path: String, flags: Int32) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let bytes = Array(text.utf8)
        let count = withAddress(path) { sendto(descriptor, bytes, bytes.count, flags, $0, $1) }
        let reason = errno
        close(descriptor)
        errno = reason
        return count == bytes.count
    }

    private static func withAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
