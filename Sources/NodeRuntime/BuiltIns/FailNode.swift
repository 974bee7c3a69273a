import RunEngine
import Values
import WorkflowModel

/// `fail`: a failure with the author's own words.
struct FailNode: NativeNode {
    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        .failed(
            NodeFailure(
                code: parameters["code"]?.plainText ?? "fail",
                class: parameters["class"]?.stringValue.flatMap { FailureClass(rawValue: $0) } ?? .input,
                message: parameters["message"]?.plainText ?? ""))
    }
}
