import NodeCatalog
import WorkflowLanguage
import WorkflowModel

extension Catalog {
    /// Makes a plan again from the texts in the journal. `RunRecovery` keeps what is in use.
    public func plan(of source: PlanSource) throws(PlanError) -> Plan {
        let (plan, diagnostics) = WorkflowCompiler(catalog: adding(manifests: source.manifests))
            .compile(source.text, path: source.path)
        if let plan { return plan }
        throw PlanError(description: diagnostics.first { $0.severity == .error }?.message ?? "it does not compile")
    }
}

/// Why a plan could not be made again.
public struct PlanError: Error, CustomStringConvertible {
    public let description: String
}
