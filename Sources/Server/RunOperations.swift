import Diagnostics
import RunEngine
import Values
import WorkflowModel

/// What the API asks of the daemon. Reading of runs goes to the journal itself.
///
/// What implementers owe: when a call returns, what it did is on disk.
public protocol RunOperations: Sendable {
    /// Every workflow of the folder, the broken ones too, by name.
    func workflows() async -> [WorkflowListing]
    /// Starts a run by hand. The inputs are complete and checked.
    func start(
        _ workflow: WorkflowName, inputs: ValueObject, occurrence: Occurrence?
    ) async throws(OperationError) -> IntakeResult
    func cancel(_ run: RunID) async throws(OperationError)
    /// Goes on with a run that has failed or was cancelled; steps that succeeded are not repeated.
    func retry(_ run: RunID) async throws(OperationError)
    /// Settles a held send of a step; `item` is the place in the list of a `for_each`.
    func resolve(_ run: RunID, step: StepID, item: Int?, sent: Bool) async throws(OperationError)
    /// What keeps the daemon from taking in runs; empty when it is ready.
    func obstacles() async -> [String]
}

/// Why an operation was not carried out.
public enum OperationError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchWorkflow(WorkflowName)
    case noSuchRun(RunID)
    case noSuchStep(RunID, StepID)
    /// The run or step is not in a state in which that can be done.
    case notPossible(String)
    /// The daemon is being stopped.
    case draining
    case journal(JournalError)

    public var description: String {
        switch self {
        case .noSuchWorkflow(let name): "there is no workflow `\(name)`"
        case .noSuchRun(let run): "there is no run `\(run)`"
        case .noSuchStep(let run, let step): "run `\(run)` has no step `\(step)`"
        case .notPossible(let reason): reason
        case .draining: "no runs are taken in: the daemon is being stopped"
        case .journal(let error): error.message
        }
    }
}

/// A workflow of the folder, as the daemon has it loaded.
public struct WorkflowListing: Sendable {
    public var name: WorkflowName
    public var path: String
    /// What new runs start with: the file as it was last valid; nil when it never was.
    public var plan: Plan?
    /// What was found in the file as it is now.
    public var diagnostics: [Diagnostic]
    /// When the next run of each trigger that has a schedule starts.
    public var nextStarts: [TriggerID: Timestamp]

    public init(
        name: WorkflowName, path: String, plan: Plan?, diagnostics: [Diagnostic] = [], nextStarts: [TriggerID: Timestamp] = [:]
    ) {
        self.name = name
        self.path = path
        self.plan = plan
        self.diagnostics = diagnostics
        self.nextStarts = nextStarts
    }
}
