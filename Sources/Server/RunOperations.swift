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
    /// Newest first.
    func sends(_ query: SendQuery) async throws(OperationError) -> [SendListing]
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

/// Which sends a list shows.
public struct SendQuery: Equatable, Sendable {
    /// Only those of which nobody knows whether they were applied, and which wait for a person.
    public var onlyUnknown: Bool
    public var workflow: WorkflowName?
    /// Only sends of runs with a smaller id.
    public var before: RunID?
    /// How many runs are looked at, at the most.
    public var limit: Int

    public init(onlyUnknown: Bool = false, workflow: WorkflowName? = nil, before: RunID? = nil, limit: Int = 50) {
        self.onlyUnknown = onlyUnknown
        self.workflow = workflow
        self.before = before
        self.limit = limit
    }
}

/// A line of the send ledger.
public struct SendListing: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        /// It surely was applied.
        case sent
        /// It surely was not applied, and no further attempt follows.
        case notSent = "not_sent"
        /// An attempt is going, or another one follows.
        case open
        /// Nobody knows; a person has to say.
        case unknown
    }

    public var run: RunID
    public var workflow: WorkflowName
    public var step: StepID
    public var item: Int?
    public var node: NodeName?
    public var state: State
    /// How many attempts were made.
    public var attempts: Int
    public var since: Timestamp?
    public var parameters: Value
    /// Why nobody knows, or why it failed.
    public var reason: String?

    public init(
        run: RunID, workflow: WorkflowName, step: StepID, item: Int?, node: NodeName?, state: State, attempts: Int,
        since: Timestamp?, parameters: Value, reason: String?
    ) {
        self.run = run
        self.workflow = workflow
        self.step = step
        self.item = item
        self.node = node
        self.state = state
        self.attempts = attempts
        self.since = since
        self.parameters = parameters
        self.reason = reason
    }
}
