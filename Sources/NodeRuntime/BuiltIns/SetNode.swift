import RunEngine
import Values
import WorkflowModel

/// `set`: the output is the parameters.
struct SetNode: ComputingNode {
    func outcome(_ parameters: ValueObject) -> NodeOutcome {
        .succeeded(.object(parameters))
    }
}
