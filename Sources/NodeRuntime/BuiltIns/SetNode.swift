import RunEngine
import Values
import WorkflowModel

/// `set`: the output is the parameters.
struct SetNode: NativeNode {
    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        .succeeded(.object(parameters))
    }
}
