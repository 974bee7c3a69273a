import Values
import WorkflowModel

/// Decides what a run does next. Pure: no clock, no random numbers, no disk, no network; time arrives inside records.
///
/// `fold` takes in what happened. `pendingEffects` says what follows from it; it gives the same effects until their records are
/// folded. A restart folds the journal, so what was decided once is never decided again, and then asks for the pending effects.
public struct RunStateMachine: Sendable {
    public let graph: PlanGraph
    public let start: RunStarted
    var steps: [StepState]
    /// Attempts that are with the node runner.
    var runningCount = 0
    /// Items and steps that wait for a person.
    var heldCount = 0
    /// Main steps that are not finished.
    var openMainCount: Int
    /// Places of the main steps that failed, by time.
    var failedSteps: [Int] = []
    public internal(set) var isCancelRequested = false
    /// Whether the run may begin; see `RunStarted.groups`.
    public internal(set) var isAdmitted: Bool
    public internal(set) var result: RunResult?

    public var plan: Plan { graph.plan }

    /// A run that has just started.
    public init(graph: PlanGraph, start: RunStarted) {
        precondition(start.plan == graph.plan.hash, "a run stays with the plan that it started with")
        self.graph = graph
        self.start = start
        steps = Array(repeating: StepState(), count: graph.steps.count)
        openMainCount = graph.mainCount
        isAdmitted = start.groups.isEmpty
    }

    /// Takes in one record and says what follows.
    public mutating func apply(_ record: RunRecord) -> [RunEffect] {
        fold(record)
        return pendingEffects(at: record.at)
    }

    /// Takes in one record.
    public mutating func fold(_ record: RunRecord) {
        switch record {
        case .runStarted: break
        case .stepSkipped(let record): finish(graph.place(of: record.step), .skipped)
        case .stepExpanded(let record):
            let place = graph.place(of: record.step)
            steps[place].phase = .expanded
            steps[place].items = record.items
            steps[place].isChunked = record.isChunked
        case .attemptStarted(let record): fold(record)
        case .attemptResumed(let record): fold(record)
        case .attemptFinished(let record): fold(record)
        case .attemptResolved(let record): fold(record)
        case .stepFinished(let record): fold(record)
        case .cancelRequested: isCancelRequested = true
        case .runFinished(let record): result = record.result
        case .runAdmitted: isAdmitted = true
        case .runReopened(let record): fold(record)
        }
    }

    /// Whether an attempt is with the node runner.
    public var isBusy: Bool { runningCount > 0 }

    /// The place of an item in its step's `runs`.
    func slot(_ key: AttemptKey) -> Int { key.item ?? 0 }

    /// The step as an attempt goes: through the provider that it stands at.
    func route(of key: AttemptKey) -> PlannedStep {
        graph.routes[graph.place(of: key.step)][run(of: key)?.route ?? 0]
    }

    func run(of key: AttemptKey) -> ItemRun? {
        let runs = steps[graph.place(of: key.step)].runs
        return slot(key) < runs.count ? runs[slot(key)] : nil
    }
}

extension RunStateMachine: Equatable {
    /// Whether two machines for the same run stand the same.
    public static func == (left: RunStateMachine, right: RunStateMachine) -> Bool {
        left.start == right.start && left.steps == right.steps && left.runningCount == right.runningCount
            && left.heldCount == right.heldCount && left.openMainCount == right.openMainCount
            && left.failedSteps == right.failedSteps && left.isCancelRequested == right.isCancelRequested
            && left.isAdmitted == right.isAdmitted && left.result == right.result
    }
}
