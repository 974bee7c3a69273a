import Values
import WorkflowModel

/// What the state machine asks for.
///
/// All but `wake` and `hold` are carried out by appending their record; `startAttempt` and `resumeAttempt` also by running the
/// node once the record is on disk.
public enum RunEffect: Equatable, Sendable {
    case skipStep(StepID, StepSkipped.Reason)
    case expandStep(StepID, items: [Value], isChunked: Bool = false)
    case startAttempt(AttemptKey, parameters: Value, purpose: AttemptPurpose, through: AttemptRoute? = nil)
    /// The attempt does not begin: an expression failed, or it would come too late.
    case refuseAttempt(AttemptKey, NodeOutcome, isHeld: Bool)
    case resumeAttempt(AttemptKey)
    case finishStep(StepID, NodeFailure?)
    case finishRun(RunResult)
    /// Ask again at that time.
    case wake(AttemptKey, at: Timestamp)
    /// Nothing goes on before a person has settled an unknown send, or before the run is admitted.
    case hold

    /// The record by which the effect is carried out; nil for `wake` and `hold`.
    public func record(at time: Timestamp) -> RunRecord? {
        switch self {
        case .skipStep(let step, let reason): .stepSkipped(StepSkipped(step: step, reason: reason, at: time))
        case .expandStep(let step, let items, let isChunked):
            .stepExpanded(StepExpanded(step: step, items: items, isChunked: isChunked, at: time))
        case .startAttempt(let key, let parameters, let purpose, let route):
            .attemptStarted(AttemptStarted(key: key, parameters: parameters, purpose: purpose, through: route, at: time))
        case .refuseAttempt(let key, let outcome, let isHeld):
            .attemptFinished(AttemptFinished(key: key, outcome: outcome, isHeld: isHeld, at: time))
        case .resumeAttempt(let key): .attemptResumed(AttemptResumed(key: key, at: time))
        case .finishStep(let step, let failure): .stepFinished(StepFinished(step: step, failure: failure, at: time))
        case .finishRun(let result): .runFinished(RunFinished(result: result, at: time))
        case .wake, .hold: nil
        }
    }
}
