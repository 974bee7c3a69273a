import ArgumentParser
import Diagnostics
import Foundation
import NodeCatalog
import RunEngine
import Values
import Vault
import WorkflowModel

/// `ulak vault check`
struct VaultCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell which workflow needs which credential, what is missing and what is unused.",
        discussion: """
            Looks in every configured source, not only in the vault, and opens the vault to see that every value can be read.
            --live asks each provider whether the credential is good: its balance or a check of the key, which changes nothing.

            Exit code 0 when nothing is missing, 2 when something is, 1 when a provider refuses a credential.
            """)

    @Argument(help: "Workflow files and folders (else workflows/).")
    var paths: [String] = []

    @Flag(help: "Ask the providers, too.")
    var live = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var vault: VaultOptions
    @OptionGroup var options: ProjectOptions

    /// One credential with everything that is known of it.
    struct Row {
        let name: CredentialName
        var neededBy: [String] = []
        var types: [String] = []
        var source: String?
        var state: String
        var isMissing = false
        var isRefused = false
    }

    func run() async throws {
        let project = options.project(vault: vault.path)
        let plans = try plans(project)
        let chain = try project.credentials()
        let file = vault.file
        if file.exists { try checkVault(file) }
        var rows: [Row] = []
        let needs = plans.flatMap { plan in
            CredentialNeed.all(of: plan, catalog: project.catalog, withTriggers: true).map { (plan.workflow.rawValue, $0) }
        }
        for name in Set(needs.map(\.1.name)).sorted() {
            rows.append(await row(name, needs.filter { $0.1.name == name }, chain))
        }
        if live {
            let checker = LiveCheck(project: project, credentials: chain)
            for index in rows.indices where !rows[index].isMissing {
                guard let answer = await checker.check(rows[index].name, types: rows[index].types) else { continue }
                rows[index].state = answer.text
                rows[index].isRefused = !answer.isGood
            }
        }
        let unused = file.exists ? try vault.reporting { () throws(VaultFailure) in try file.read().names } : []
        for name in unused where !rows.contains(where: { $0.name.rawValue == name }) {
            rows.append(Row(name: CredentialName(name), source: "the vault `\(file.path)`", state: "unused"))
        }
        show(rows)
        if rows.contains(where: \.isMissing) { throw ExitStatus.usage }
        if rows.contains(where: \.isRefused) { throw ExitStatus.runFailed }
    }

    private func plans(_ project: Project) throws -> [Plan] {
        let searched = paths.isEmpty ? [WorkflowFile.folder] : paths
        if paths.isEmpty, !FileManager.default.fileExists(atPath: WorkflowFile.folder) { return [] }
        do throws(FileFailure) {
            return try WorkflowFile.all(searched).compactMap { file in
                let (plan, findings) = file.compile(project)
                if plan == nil {
                    _ = findings.report()
                    Terminal.error.write("\(file.path) is left out: it is not in order\n")
                }
                return plan
            }
        } catch {
            throw [error.diagnostic].report()
        }
    }

    /// Every value must open; the first that does not ends the command.
    private func checkVault(_ file: VaultFile) throws {
        let open = try vault.open()
        try vault.reporting { () throws(VaultFailure) in
            for name in open.document.names { _ = try open.credential(CredentialName(name)) }
        }
    }

    private func row(_ name: CredentialName, _ needs: [(String, CredentialNeed)], _ chain: CredentialChain) async -> Row {
        var row = Row(name: name, state: "in order")
        for (workflow, need) in needs {
            if !row.neededBy.contains(workflow) { row.neededBy.append(workflow) }
            if let type = need.type, !row.types.contains(type) { row.types.append(type) }
        }
        do throws(CredentialError) {
            let place = try await chain.place(of: name)
            row.source = place?.source.title
            var missing: [String] = []
            for field in needs.flatMap({ $0.1.missing(among: place?.fields ?? []) }) where !missing.contains(field.name) {
                missing.append(field.name)
            }
            row.isMissing = !missing.isEmpty
            if place == nil {
                row.state = "missing"
            } else if row.isMissing {
                row.state = "lacks " + missing.joined(separator: ", ")
            }
        } catch {
            row.state = error.message
            row.isMissing = true
        }
        return row
    }

    private func show(_ rows: [Row]) {
        if json {
            let list = rows.map { row -> Value in
                [
                    "credential": .string(row.name.rawValue), "workflows": .list(row.neededBy.map { .string($0) }),
                    "source": row.source.map(Value.string) ?? .null, "state": .string(row.state), "missing": .bool(row.isMissing),
                ]
            }
            Terminal.output.write(Value.list(list).jsonText(.indented) + "\n")
            return
        }
        var table = TextTable(header: ["CREDENTIAL", "STATE", "SOURCE", "NEEDED BY"])
        table.rows = rows.map {
            [$0.name.rawValue, $0.state, $0.source ?? "-", $0.neededBy.isEmpty ? "-" : $0.neededBy.joined(separator: ", ")]
        }
        Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
    }
}
