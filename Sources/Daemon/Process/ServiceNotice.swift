import Foundation

/// Tells systemd how the daemon stands (sd_notify(3)); nothing where no service manager listens.
public struct ServiceNotice: Sendable {
    private let socketPath: String?
    /// How often systemd wants to hear that the daemon is alive; half of `WatchdogSec`.
    public let watchdogInterval: Duration?

    public init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        watchdogInterval = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0 / 2) }
    }

    public func ready() { send("READY=1", waits: true) }
    public func reloading() { send("RELOADING=1", waits: true) }
    public func stopping() { send("STOPPING=1", waits: true) }
    /// Lost when nobody reads; the next one comes soon enough.
    public func alive() { send("WATCHDOG=1", waits: false) }

    /// A listener that does not read must not stop the daemon: the kernel keeps only a few notices (net.unix.max_dgram_qlen), and
    /// would hold the sender until somebody has read one.
    ///
    /// - Parameter waits: for room, a second at the most.
    private func send(_ state: String, waits: Bool) {
        guard let socketPath, socketPath.utf8.count < 108 else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var longest = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longest, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        // A name in the abstract namespace begins with a zero byte, written `@`.
        let isAbstract = path.first == UInt8(ascii: "@")
        if isAbstract { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = MemoryLayout<sa_family_t>.size + path.count + (isAbstract ? 0 : 1)
        let bytes = Array(state.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, waits ? 0 : Int32(MSG_DONTWAIT), $0, socklen_t(length))
            }
        }
    }
}
