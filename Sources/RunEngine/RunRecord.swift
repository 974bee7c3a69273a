import Values
import WorkflowModel

/// One line of a run's journal: something that happened, with everything that was decided about it.
///
/// A restart replays these lines; nothing that stands here is decided a second time.
public enum RunRecord: Equatable, Sendable {
    case runStarted(RunStarted)
    case stepSkipped(StepSkipped)
    case stepExpanded(StepExpanded)
    case attemptStarted(AttemptStarted)
    case attemptFinished(AttemptFinished)
    case attemptResumed(AttemptResumed)
    case attemptResolved(AttemptResolved)
    case stepFinished(StepFinished)
    case cancelRequested(CancelRequested)
    case runFinished(RunFinished)
    case runAdmitted(RunAdmitted)
    case runReopened(RunReopened)

    /// When it happened.
    public var at: Timestamp {
        switch self {
        case .runStarted(let record): record.at
        case .stepSkipped(let record): record.at
        case .stepExpanded(let record): record.at
        case .attemptStarted(let record): record.at
        case .attemptFinished(let record): record.at
        case .attemptResumed(let record): record.at
        case .attemptResolved(let record): record.at
        case .stepFinished(let record): record.at
        case .cancelRequested(let record): record.at
        case .runFinished(let record): record.at
        case .runAdmitted(let record): record.at
        case .runReopened(let record): record.at
        }
    }
}

/// Which try of what: a step, for `for_each` the place in its list, and the number of the try.
public struct AttemptKey: Hashable, Sendable {
    public var step: StepID
    /// From 0; nil for a step without `for_each`.
    public var item: Int?
    /// From 1.
    public var attempt: Int

    public init(step: StepID, item: Int? = nil, attempt: Int) {
        self.step = step
        self.item = item
        self.attempt = attempt
    }
}

extension AttemptKey: CustomStringConvertible {
    /// `notify#2`, or `notify[0]#2` for an item.
    public var description: String { "\(step)\(item.map { "[\($0)]" } ?? "")#\(attempt)" }
}
