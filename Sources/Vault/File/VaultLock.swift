import Foundation

/// Lets one process change a vault at a time. Ends with the process, however that ends (flock(2)).
struct VaultLock {
    private let descriptor: Int32
    private let path: String

    /// Waits until it is free, at most that long.
    static func acquire(_ vault: String, within limit: Duration = .seconds(10)) throws(VaultFailure) -> VaultLock {
        let path = URL(fileURLWithPath: vault).resolvingSymlinksInPath().path + ".lock"
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: limit)
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw VaultFailure(.notWritten, "cannot write beside `\(vault)`: \(String(cString: strerror(errno)))")
            }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                // Whoever had it before may have removed the file between our two calls; then the lock is on nothing.
                var held = stat()
                var named = stat()
                if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino {
                    return VaultLock(descriptor: descriptor, path: path)
                }
                close(descriptor)
                continue
            }
            close(descriptor)
            guard clock.now < deadline else {
                throw VaultFailure(
                    .busy, "another process is changing `\(vault)`", label: "it had \(limit.components.seconds) s to finish")
            }
            usleep(5_000)
        }
    }

    func release() {
        unlink(path)
        close(descriptor)
    }
}
