import Diagnostics
import Foundation
import WorkflowLanguage
import WorkflowModel
import YAMLSyntax

/// Reads and compiles the workflow files of a folder.
struct WorkflowFolder: Sendable {
    let path: String
    let compiler: WorkflowCompiler

    /// Files that are no workflows although they end like them.
    private static let others: Set<String> = ["ulak.yaml", "ulak.yml", "vault.yaml"]

    /// The workflow files below the folder, sorted. Hidden folders and folders of node manifests are left out.
    func files() -> [String] {
        let manager = FileManager.default
        let found = (try? manager.subpathsOfDirectory(atPath: path)) ?? []
        return found.filter { name in
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { return false }
            let parts = name.split(separator: "/").map(String.init)
            return !parts.contains { $0.hasPrefix(".") } && parts.first != "nodes" && !Self.others.contains(parts.last ?? "")
        }.sorted().map { path == "." ? $0 : path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    /// The files as they are now. A file with mistakes keeps the plan that it had before.
    func load(before: WorkflowShelf) -> [WorkflowShelf.Entry] {
        var entries: [WorkflowShelf.Entry] = []
        var owners: [WorkflowName: Plan] = [:]
        for file in files() {
            let old = before.entry(file)
            guard let data = FileManager.default.contents(atPath: file) else {
                let unreadable = Diagnostic(WorkflowCode.unreadableFile, "cannot read `\(file)`", at: nil)
                entries.append(.init(path: file, text: [], plan: old?.plan, diagnostics: [unreadable]))
                continue
            }
            let text = [UInt8](data.prefix(YAMLLimits().fileBytes + 1))
            var entry: WorkflowShelf.Entry
            if let old, old.text == text, !old.diagnostics.contains(where: { $0.code == DaemonCode.takenWorkflowName.rawValue }) {
                entry = old
            } else {
                let (plan, diagnostics) = compiler.compile(bytes: text, path: file)
                entry = .init(path: file, text: text, plan: plan ?? old?.plan, diagnostics: diagnostics)
            }
            if let plan = entry.plan {
                if let owner = owners[plan.workflow] {
                    entry.diagnostics.append(Self.taken(plan, by: owner))
                    entry.plan = nil
                } else {
                    owners[plan.workflow] = plan
                }
            }
            entries.append(entry)
        }
        return entries
    }

    private static func taken(_ plan: Plan, by owner: Plan) -> Diagnostic {
        Diagnostic(
            DaemonCode.takenWorkflowName,
            "`\(plan.source.path)` and `\(owner.source.path)` both hold a workflow `\(plan.workflow)`",
            at: nil, label: nil, help: ["give one of them another `name:`; until then only `\(owner.source.path)` runs"])
    }
}
