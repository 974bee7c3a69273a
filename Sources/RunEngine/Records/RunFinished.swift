import Values
import WorkflowModel

/// The run has ended; nothing follows this record.
public struct RunFinished: Equatable, Sendable {
    public var result: RunResult
    public var at: Timestamp

    public init(result: RunResult, at: Timestamp) {
        self.result = result
        self.at = at
    }
}

/// How a run ended.
public enum RunResult: Equatable, Sendable {
    case succeeded
    /// The first step that failed without being tolerated or handled, and why.
    case failed(StepID, NodeFailure)
    case cancelled
}

extension RunFinished {
    var members: ValueObject {
        switch result {
        case .succeeded: ["result": "succeeded"]
        case .failed(let step, let failure): ["result": "failed", "step": .string(step.rawValue), "error": failure.json]
        case .cancelled: ["result": "cancelled"]
        }
    }

    init(_ members: RecordMembers) throws(RecordError) {
        let result: RunResult =
            switch try members.text("result") {
            case "succeeded": .succeeded
            case "failed": .failed(StepID(try members.text("step")), try NodeFailure(members.members("error")))
            case "cancelled": .cancelled
            case let text: throw RecordError("`result` has the unknown value `\(text)`")
            }
        self.init(result: result, at: try members.time("at"))
    }
}
