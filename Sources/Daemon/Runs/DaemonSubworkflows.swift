import Diagnostics
import RunEngine
import Synchronization
import Values
import WorkflowModel

/// Starts the runs of `workflow.run` in a daemon: any workflow that it has loaded.
final class DaemonSubworkflows: Subworkflows {
    private let shelf: WorkflowShelf
    private let journal: any JournalReading
    /// Given later: the desk needs the roster, the roster the nodes, and the nodes this.
    private let desk = Mutex<RunDesk?>(nil)

    init(shelf: WorkflowShelf, journal: any JournalReading) {
        self.shelf = shelf
        self.journal = journal
    }

    func attach(_ desk: RunDesk) { self.desk.withLock { $0 = desk } }

    func start(_ call: SubworkflowCall) async throws(SubworkflowError) -> RunID {
        guard let desk = desk.withLock({ $0 }) else { preconditionFailure("the desk is given before a run is carried out") }
        guard let plan = shelf.plan(call.workflow) else {
            let near = closestMatch(to: call.workflow.rawValue, in: shelf.plans.map(\.workflow.rawValue))
            throw .noSuchWorkflow(call.workflow, help: near.map { "did you mean `\($0)`?" })
        }
        let inputs: ValueObject
        do throws(InputProblems) {
            inputs = try plan.checkInputs(call.inputs)
        } catch {
            throw .invalidInputs(call.workflow, error.description)
        }
        let depth = try await snapshot(of: call.parent)?.start.trigger.depth ?? 0
        guard depth < SubworkflowCall.deepest else { throw .tooDeep(call.workflow) }
        do throws(IntakeError) {
            let result = try await desk.start(
                plan, trigger: call.trigger(depth: depth), inputs: inputs, source: call.source, occurrence: call.occurrence)
            switch result {
            case .accepted(let run), .duplicate(let run): return run
            case .skipped:
                throw IntakeError.invalid(call.source, "its `concurrency` has no room, and `on_limit` is `skip`")
            }
        } catch {
            switch error {
            case .journal(let error): throw .journal(error)
            case .draining: throw .journal(JournalError(.busy, message: error.description))
            case .invalid(_, let reason): throw .invalidInputs(call.workflow, reason)
            case .noSuchTrigger: throw .noSuchWorkflow(call.workflow, help: nil)
            }
        }
    }

    func snapshot(of run: RunID) async throws(SubworkflowError) -> RunSnapshot? {
        do throws(JournalError) {
            return RunSnapshot(records: try await journal.records(of: run))
        } catch {
            throw .journal(error)
        }
    }
}
