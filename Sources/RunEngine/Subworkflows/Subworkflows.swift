import Values
import WorkflowModel

/// Starts runs for `workflow.run`.
///
/// What implementers owe: calls with the same `caller` start one run, also after a crash; when a call returns, the run is on disk
/// and will be carried out.
public protocol Subworkflows: Sendable {
    func start(_ call: SubworkflowCall) async throws(SubworkflowError) -> RunID
    /// A run that was started, as it stands.
    func snapshot(of run: RunID) async throws(SubworkflowError) -> RunSnapshot?
}

/// One call of `workflow.run`.
public struct SubworkflowCall: Sendable, Equatable {
    public var workflow: WorkflowName
    public var inputs: ValueObject
    public var parent: RunID
    public var caller: AttemptKey

    public init(workflow: WorkflowName, inputs: ValueObject, parent: RunID, caller: AttemptKey) {
        self.workflow = workflow
        self.inputs = inputs
        self.parent = parent
        self.caller = caller
    }

    /// How deep runs may start runs: a workflow that calls itself ends here.
    public static let deepest = 10

    /// The trigger of the run that is to be started.
    ///
    /// - Parameter depth: of the calling run; see `RunTrigger.depth`.
    public func trigger(depth: Int) -> RunTrigger {
        RunTrigger(
            id: nil, node: RunTrigger.subworkflow,
            data: [
                "id": "workflow.run", "run": .string(parent.rawValue), "step": .string(caller.step.rawValue),
                "depth": .int(Int64(depth + 1)),
            ])
    }

    /// By which a repeated call is recognised.
    public var source: TriggerKey { TriggerKey(WorkflowName("run \(parent)"), TriggerID(caller.step.rawValue)) }
    public var occurrence: Occurrence { Occurrence(key: caller.description, keptUntil: nil) }
}

extension RunTrigger {
    /// How many runs stand above this one.
    public var depth: Int { node == Self.subworkflow ? Int(data["depth"]?.intValue ?? 0) : 0 }
}

/// Why a run could not be started from a run.
public enum SubworkflowError: Error, Equatable, Sendable {
    case noSuchWorkflow(WorkflowName, help: String?)
    case invalidInputs(WorkflowName, String)
    case tooDeep(WorkflowName)
    case journal(JournalError)

    public var failure: NodeFailure {
        switch self {
        case .noSuchWorkflow(let name, let help):
            NodeFailure(
                code: "no_workflow", class: .config,
                message: "there is no workflow `\(name)`" + (help.map { "; \($0)" } ?? ""))
        case .invalidInputs(let name, let problems):
            NodeFailure(code: "inputs", class: .input, message: "workflow `\(name)`: \(problems)")
        case .tooDeep(let name):
            NodeFailure(
                code: "too_deep", class: .config,
                message: "`\(name)` would be the run number \(SubworkflowCall.deepest + 1) in a chain of runs that start runs")
        case .journal(let error):
            NodeFailure(code: "journal", class: .unavailable, message: error.message)
        }
    }
}
