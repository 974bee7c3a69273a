import FileLocks
import Foundation

/// Lets one process change a vault at a time. Ends with the process, however that ends.
struct VaultLock {
    private let lock: FileLock

    /// Waits until it is free, at most that long.
    static func acquire(_ vault: String, within limit: Duration = .seconds(10)) throws(VaultFailure) -> VaultLock {
        let path = URL(fileURLWithPath: vault).resolvingSymlinksInPath().path + ".lock"
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: limit)
        while true {
            do throws(FileLockError) {
                if let lock = try FileLock.acquire(path) { return VaultLock(lock: lock) }
            } catch {
                throw VaultFailure(.notWritten, "cannot write beside `\(vault)`: \(error.reason)")
            }
            guard clock.now < deadline else {
                throw VaultFailure(
                    .busy, "another process is changing `\(vault)`", label: "it had \(limit.components.seconds) s to finish")
            }
            usleep(5_000)
        }
    }

    func release() { lock.release() }
}
