import Diagnostics
import WorkflowModel
import YAMLSyntax

/// The edges between the steps of one map, and the order that they give.
struct DependencyGraph {
    struct Edge {
        let from: StepID
        let to: StepID
        /// Where the step says that it needs the other one.
        let location: SourceLocation
    }

    let steps: [StepID]
    private(set) var edges: [StepID: [Edge]] = [:]

    init(steps: [StepID]) {
        self.steps = steps
    }

    /// Adds that `from` needs `to`; a second reason for the same edge changes nothing.
    mutating func add(_ edge: Edge) {
        guard edges[edge.from]?.contains(where: { $0.to == edge.to }) != true else { return }
        edges[edge.from, default: []].append(edge)
    }

    func dependencies(of step: StepID) -> [StepID] {
        let needed = Set((edges[step] ?? []).map(\.to))
        return steps.filter(needed.contains)
    }

    /// The steps so that each stands behind what it needs, as near to the order of the file as that allows; or a cycle.
    func order() -> Result<[StepID], CycleError> {
        var ordered: [StepID] = []
        var done: Set<StepID> = []
        var remaining = steps
        while !remaining.isEmpty {
            guard let index = remaining.firstIndex(where: { (edges[$0] ?? []).allSatisfy { done.contains($0.to) } }) else {
                return .failure(CycleError(edges: cycle(among: remaining)))
            }
            let step = remaining.remove(at: index)
            ordered.append(step)
            done.insert(step)
        }
        return .success(ordered)
    }

    /// Every step here waits for another one here, so following the edges comes back to a step seen before.
    private func cycle(among remaining: [StepID]) -> [Edge] {
        let open = Set(remaining)
        var path: [Edge] = []
        var seen: [StepID: Int] = [:]
        var current = remaining.first
        while let step = current {
            if let start = seen[step] { return Array(path[start...]) }
            seen[step] = path.count
            guard let edge = edges[step]?.first(where: { open.contains($0.to) }) else { return path }
            path.append(edge)
            current = edge.to
        }
        return path
    }
}

/// Steps that wait for each other.
struct CycleError: Error {
    let edges: [DependencyGraph.Edge]

    var diagnostic: Diagnostic {
        let names = edges.map(\.from.rawValue) + [edges.first?.from.rawValue ?? ""]
        return Diagnostic(
            WorkflowCode.cycle, "these steps wait for each other: " + names.map { "`\($0)`" }.joined(separator: " → "),
            at: edges.first?.location,
            label: "`\(edges.first?.from.rawValue ?? "")` waits for `\(edges.first?.to.rawValue ?? "")` here",
            related: edges.dropFirst().map {
                .init(location: $0.location, message: "`\($0.from)` waits for `\($0.to)` here")
            })
    }
}
