import Synchronization
import WorkflowModel

/// The plans of the runs that are going on, made once each.
final class GraphCache: Sendable {
    /// More plans than this are not used at the same time; an old one is made again when it is needed.
    private static let capacity = 256

    private let graphs = Mutex<[PlanHash: PlanGraph]>([:])

    subscript(hash: PlanHash) -> PlanGraph? { graphs.withLock { $0[hash] } }

    func keep(_ graph: PlanGraph) {
        graphs.withLock { graphs in
            if graphs.count >= Self.capacity { graphs.removeAll() }
            graphs[graph.plan.hash] = graph
        }
    }
}
