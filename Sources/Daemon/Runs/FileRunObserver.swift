import RunEngine
import Synchronization
import Triggers
import WorkflowModel

/// Tells the file watch which runs have ended, so that it moves or deletes their files.
final class FileRunObserver: RunObserver {
    /// Given later: the service needs the desk, the desk the runs, and the runs this.
    private let files = Mutex<FileWatchService?>(nil)

    func attach(_ files: FileWatchService) { self.files.withLock { $0 = files } }

    func observe(_ run: RunID, _ record: RunRecord) {
        guard case .runFinished(let end) = record else { return }
        files.withLock { $0 }?.runFinished(run, hasSucceeded: end.result == .succeeded)
    }
}
