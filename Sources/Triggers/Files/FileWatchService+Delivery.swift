import Logging
import RunEngine
import Values
import WorkflowModel

extension FileWatchService {
    /// Hands some of the rested files of a trigger to the intake; false when there are none, or they have to wait.
    func deliverBatch(of number: Int) async -> Bool {
        guard let watch = triggers[number]?.watch, let root = triggers[number]?.root else { return false }
        let rested = triggers[number]?.settling.rested(at: elapsed(), limit: Self.batch) ?? []
        if rested.isEmpty { return false }
        var files: [SettlingFiles.File] = []
        for file in rested {
            guard case .file(let version, _) = FileStatus(of: root.appending(file.path)) else { continue }
            if version == file.version {
                files.append(file)
            } else {
                // It is being written to without having been closed.
                triggers[number]?.settling.saw(file.path, version, at: elapsed())
            }
        }
        let events = files.map { watch.event($0.path, $0.version) }
        var isHeldUp = false
        for ((file, event), outcome) in zip(zip(files, events), await delivery.deliver(events)) {
            switch outcome {
            case .taken(.skipped): pause = .seconds(1)
            case .taken(.accepted(let run)), .taken(.duplicate(let run)):
                pause = .seconds(1)
                guard watch.after != nil else { continue }
                openRuns.add(run, .init(watch: watch, data: event.data))
                // The run may have ended already: just now, or before a crash that cut off what was to follow.
                if await succeeded(run) { runFinished(run, hasSucceeded: true) }
            case .refused(let error):
                logger.error("a file starts no run", metadata: Self.metadata(event, error))
            case .postponed(let error):
                if !isHeldUp { logger.error("files wait for the journal", metadata: Self.metadata(event, error)) }
                isHeldUp = true
                triggers[number]?.settling.saw(file.path, file.version, at: elapsed() + pause)
            }
        }
        if isHeldUp { pause = min(pause * 2, Self.longestPause) }
        return !isHeldUp
    }

    /// Does what `after` says for the file of a run that has ended. To be called for every run, as often as one likes; for those of
    /// other triggers it does nothing.
    public nonisolated func runFinished(_ run: RunID, hasSucceeded: Bool) {
        guard hasSucceeded, let file = openRuns.take(run) else { return }
        Task { await remove(file.watch, file.data) }
    }

    func remove(_ watch: FileWatch, _ data: Value) {
        guard let removal = FileRemoval(watch, data: data, project: project),
            removal.target.parent != removal.file.parent
                || removal.after == .delete
        else { return }
        switch removal.carryOut() {
        case .done, .nothingToDo: break
        case .failed(let reason):
            logger.error("\(reason)", metadata: ["trigger": "\(watch.key)"])
        }
    }

    private static func metadata(_ event: TriggerEvent, _ error: IntakeError) -> Logger.Metadata {
        ["trigger": "\(event.source)", "path": "\(event.data["path"]?.stringValue ?? "")", "error": "\(error)"]
    }
}
