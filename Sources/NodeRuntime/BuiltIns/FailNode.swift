import RunEngine
import Values
import WorkflowModel

/// `fail`: a failure with the author's own words.
struct FailNode: ComputingNode {
    func outcome(_ parameters: ValueObject) -> NodeOutcome {
        .failed(
            NodeFailure(
                code: parameters["code"]?.plainText ?? "fail",
                class: parameters["class"]?.stringValue.flatMap { FailureClass(rawValue: $0) } ?? .input,
                message: parameters["message"]?.plainText ?? ""))
    }
}
