import Diagnostics
import Logging
import RunEngine
import Server
import Triggers
import WorkflowModel

/// Brings the files of the folder into force: at the start, and whenever they change.
actor WorkflowLoader {
    private let folder: WorkflowFolder
    private let shelf: WorkflowShelf
    private let triggers: [any TriggerService]
    private let use: @Sendable (RouteTable) -> Void
    private let logger: Logger
    private var isLoaded = false

    /// - Parameter use: is given the routes of all workflows.
    init(
        folder: WorkflowFolder, shelf: WorkflowShelf, triggers: [any TriggerService],
        use: @escaping @Sendable (RouteTable) -> Void, logger: Logger
    ) {
        self.folder = folder
        self.shelf = shelf
        self.triggers = triggers
        self.use = use
        self.logger = logger
    }

    /// Reads the folder and puts what has changed into force. A file with mistakes never stops the others: the workflow goes on as
    /// it was before.
    func load() async {
        let before = Dictionary(uniqueKeysWithValues: shelf.plans.map { ($0.workflow, $0) })
        let known = Dictionary(uniqueKeysWithValues: shelf.entries.map { ($0.path, $0) })
        var entries = folder.load(before: shelf)
        let routes = Self.settleRoutes(&entries, before: before)
        // The intake has to know a plan before its triggers fire.
        shelf.use(entries)
        report(entries, known)
        use(routes)
        let after = Dictionary(uniqueKeysWithValues: shelf.plans.map { ($0.workflow, $0) })
        for (name, _) in before where after[name] == nil {
            for service in triggers { await service.remove(name) }
            logger.info("workflow removed", metadata: ["cicd.pipeline.name": "\(name)"])
        }
        for (name, plan) in after.sorted(by: { $0.key < $1.key }) where before[name]?.hash != plan.hash {
            await install(plan)
            if isLoaded {
                logger.info("workflow \(before[name] == nil ? "added" : "changed")", metadata: ["cicd.pipeline.name": "\(name)"])
            }
        }
        isLoaded = true
    }

    private func install(_ plan: Plan) async {
        for service in triggers {
            do throws(IntakeError) {
                try await service.install(plan)
            } catch {
                logger.error(
                    "the triggers of a workflow could not be set",
                    metadata: ["cicd.pipeline.name": "\(plan.workflow)", "exception.message": "\(error)"])
            }
        }
    }

    /// The routes of all workflows. A new plan that wants a route of another workflow is put back.
    private static func settleRoutes(
        _ entries: inout [WorkflowShelf.Entry], before: [WorkflowName: Plan]
    ) -> RouteTable {
        func table(_ entries: [WorkflowShelf.Entry]) -> (table: RouteTable, problems: [RouteProblem]) {
            // Those that have their routes already come first.
            let plans = entries.compactMap(\.plan)
            return RouteTable.build(
                plans.filter { before[$0.workflow]?.hash == $0.hash } + plans.filter { before[$0.workflow]?.hash != $0.hash })
        }
        var (routes, problems) = table(entries)
        var rounds = 0
        while !problems.isEmpty, rounds < 2 {
            for (index, entry) in entries.enumerated() {
                let own = problems.filter { $0.trigger.workflow == entry.plan?.workflow }
                guard let plan = entry.plan, !own.isEmpty else { continue }
                entries[index].diagnostics += own.map(\.diagnostic)
                let old = before[plan.workflow]
                entries[index].plan = old?.hash == plan.hash ? nil : old
            }
            (routes, problems) = table(entries)
            rounds += 1
        }
        return routes
    }

    /// Says what is wrong with files that have changed.
    private func report(_ entries: [WorkflowShelf.Entry], _ known: [String: WorkflowShelf.Entry]) {
        for entry in entries where !entry.diagnostics.isEmpty && known[entry.path]?.text != entry.text {
            let text = DiagnosticRenderer(format: .text, color: false).render(entry.diagnostics)
            if entry.diagnostics.hasErrors {
                let state = entry.plan == nil ? "is not in force" : "stays as it was before the change"
                logger.error("workflow file \(state)", metadata: ["file": "\(entry.path)", "diagnostics": "\(text)"])
            } else {
                logger.warning("workflow file has warnings", metadata: ["file": "\(entry.path)", "diagnostics": "\(text)"])
            }
        }
    }
}
