import Glibc
import RunEngine
import Values
import WorkflowModel

/// One `file_watch` trigger with its checked parameters.
struct FileWatch: Equatable, Sendable {
    let key: TriggerKey
    /// As the author wrote it; the paths in events begin with it.
    let folder: BytePath
    /// A pattern for names (`fnmatch(3)`); a leading dot is only matched by a dot.
    let match: String
    let includesSubfolders: Bool
    /// A file counts when it has not changed for this long.
    let settle: Duration
    let after: FileAfter?

    /// Reads the parameters, which were checked when the workflow was loaded.
    init(_ trigger: PlannedTrigger, of workflow: WorkflowName) {
        let parameters = trigger.parameters
        key = TriggerKey(workflow, trigger.id)
        var folder = parameters["folder"]?.stringValue ?? "."
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        self.folder = BytePath(folder)
        match = parameters["match"]?.stringValue ?? "*"
        includesSubfolders = parameters["subfolders"]?.boolValue ?? false
        settle = parameters["settle"]?.stringValue.flatMap { Duration(text: $0) } ?? .seconds(1)
        after = FileAfter(parameters["after"] ?? .null)
    }

    func matches(_ name: BytePath) -> Bool {
        name.withCString { fnmatch(match, $0, Int32(FNM_PERIOD)) } == 0
    }

    /// The event of one version of a file.
    ///
    /// - Parameter path: below the watched folder.
    func event(_ path: BytePath, _ version: FileVersion) -> TriggerEvent {
        let whole = folder.appending(path)
        return TriggerEvent(
            source: key,
            data: [
                "path": .string(whole.description), "name": .string(whole.name.description), "size": .int(version.size),
                "modified_at": .string(version.modifiedAt.description), "path_base64": .string(whole.base64),
                "version": .string(version.text),
            ],
            occurrence: Occurrence(key: "\(path.base64) \(version.text)", keptUntil: nil), overlap: .allow)
    }
}
