import RunEngine
import Synchronization
import Values
import WorkflowModel

/// Runs of files that are to be moved or deleted when they have succeeded, until they have.
///
/// It only saves time: what is not in it, or is lost with the process, is made good when the files are listed at the next start.
final class OpenFileRuns: Sendable {
    struct FileOfRun: Sendable {
        var watch: FileWatch
        /// What the run has as `trigger`.
        var data: Value
    }

    private static let limit = 100_000
    /// Guarded by the lock.
    private let runs = Mutex<[RunID: FileOfRun]>([:])

    func add(_ run: RunID, _ file: FileOfRun) {
        runs.withLock { if $0.count < Self.limit { $0[run] = file } }
    }

    /// The file of a run that has succeeded; nil for runs that have nothing to do with files, and after the first time.
    func take(_ run: RunID) -> FileOfRun? {
        runs.withLock { $0.removeValue(forKey: run) }
    }
}
