import RunEngine
import Synchronization
import WorkflowModel

/// What the workflows of one run may use: the credentials that their plans name, and no others.
public final class ScopedCredentials: CredentialSource {
    private let source: any CredentialSource
    private let workflow: WorkflowName
    /// Guards the names that plans gave so far.
    private let names: Mutex<Set<CredentialName>>

    /// Is told of each plan that is added.
    private let learn: @Sendable (Plan) -> Void

    public init(_ source: any CredentialSource, plan: Plan, learn: @escaping @Sendable (Plan) -> Void = { _ in }) {
        self.source = source
        self.learn = learn
        workflow = plan.workflow
        names = Mutex(plan.credentialsOfSteps)
    }

    /// Adds what another workflow names that the run starts in the same process.
    public func add(_ plan: Plan) {
        names.withLock { $0.formUnion(plan.credentialsOfSteps) }
        learn(plan)
    }

    public func declare(_ names: Set<CredentialName>) { source.declare(names) }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        guard names.withLock({ $0.contains(name) }) else {
            throw CredentialError(.refused, message: "the workflow `\(workflow)` does not name the credential `\(name)`")
        }
        return try await source.credential(name)
    }
}

extension Plan {
    /// The credentials that steps name, with those of every way that a step may go.
    fileprivate var credentialsOfSteps: Set<CredentialName> {
        let steps = steps + onFailure
        return Set((steps + steps.flatMap(\.routes)).compactMap(\.credential))
    }
}
