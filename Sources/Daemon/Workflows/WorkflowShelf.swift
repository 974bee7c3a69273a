import Diagnostics
import RunEngine
import Synchronization
import WorkflowModel

/// The workflows of a folder as they are loaded: what new runs start with, and what is wrong with the files.
final class WorkflowShelf: Sendable {
    /// A workflow file.
    struct Entry: Sendable {
        var path: String
        /// The text that was looked at last.
        var text: [UInt8]
        /// As the file was last valid; nil when it never was.
        var plan: Plan?
        /// What was found in the file as it is now.
        var diagnostics: [Diagnostic]
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var plans: [WorkflowName: Plan] = [:]
    }

    private let state = Mutex(State())

    /// By path.
    var entries: [Entry] { state.withLock { $0.entries.values.sorted { $0.path < $1.path } } }

    var plans: [Plan] { state.withLock { $0.plans.values.sorted { $0.workflow < $1.workflow } } }

    func plan(_ workflow: WorkflowName) -> Plan? { state.withLock { $0.plans[workflow] } }

    func entry(_ path: String) -> Entry? { state.withLock { $0.entries[path] } }

    /// Puts the files in the place of those before.
    func use(_ entries: [Entry]) {
        state.withLock { state in
            state.entries = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            state.plans = Dictionary(
                entries.compactMap { entry in entry.plan.map { ($0.workflow, $0) } }, uniquingKeysWith: { first, _ in first })
        }
    }
}
