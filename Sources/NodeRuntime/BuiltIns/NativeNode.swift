import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// A node that the runtime has code for. One file each in this folder; its parameters and outputs stand in its manifest.
protocol NativeNode: Sendable {
    /// - Parameter parameters: checked against the manifest: every declared name is there, null where nothing was given.
    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome
}
