import NodeCatalog
import RunEngine
import Synchronization
import WorkflowLanguage
import WorkflowModel

/// Makes plans again from the texts in the journal, each once while it is in use.
final class PlanCache: Sendable {
    private static let limit = 512
    private let catalog: Catalog
    /// By path and text; guarded by the lock.
    private let plans = Mutex<[String: Plan]>([:])

    init(catalog: Catalog) {
        self.catalog = catalog
    }

    func plan(_ source: PlanSource) throws -> Plan {
        let manifests = source.manifests.sorted { $0.key < $1.key }.map { $0.key + "\u{0}" + $0.value }
        let key = ([source.path, source.text] + manifests).joined(separator: "\u{0}")
        if let known = plans.withLock({ $0[key] }) { return known }
        let (plan, diagnostics) = WorkflowCompiler(catalog: catalog.adding(manifests: source.manifests))
            .compile(source.text, path: source.path)
        guard let plan else {
            throw PlanCacheError(message: diagnostics.first { $0.severity == .error }?.message ?? "it does not compile")
        }
        plans.withLock { plans in
            if plans.count >= Self.limit { plans.removeAll() }
            plans[key] = plan
        }
        return plan
    }
}

/// Why a plan could not be made again.
struct PlanCacheError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}
