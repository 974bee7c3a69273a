import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// A node that the runtime has code for. One file each in this folder; its parameters and outputs stand in its manifest.
protocol NativeNode: Sendable {
    /// - Parameter parameters: checked against the manifest: every declared name is there, null where nothing was given.
    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome
}

/// A built-in that only computes: its outcome follows from its parameters, and it touches nothing outside itself.
protocol ComputingNode: NativeNode {
    func outcome(_ parameters: ValueObject) -> NodeOutcome
}

extension ComputingNode {
    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        outcome(parameters)
    }
}
