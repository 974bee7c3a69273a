import RunEngine
import WorkflowModel

/// What one workflow may use: the credentials that its plan names, and no others.
public struct ScopedCredentials: CredentialSource {
    private let source: any CredentialSource
    private let workflow: WorkflowName
    private let names: Set<CredentialName>

    public init(_ source: any CredentialSource, plan: Plan) {
        self.source = source
        workflow = plan.workflow
        names = Set((plan.steps + plan.onFailure).compactMap(\.credential))
    }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        guard names.contains(name) else {
            throw CredentialError(.refused, message: "the workflow `\(workflow)` does not name the credential `\(name)`")
        }
        return try await source.credential(name)
    }
}
