import Daemon
import Diagnostics
import Foundation
import NodeCatalog
import RunEngine
import Vault
import WorkflowLanguage
import WorkflowModel

/// What surrounds the workflows of a folder: own nodes, journal, credentials, addresses of providers.
struct Project {
    let environment: [String: String]
    let catalog: Catalog
    let diagnostics: [Diagnostic]
    let journalPath: String

    /// - Parameters:
    ///   - nodes: the folder of own manifests; else `ULAK_NODES`, else `nodes` where it exists.
    ///   - journal: the journal's file; else `ULAK_JOURNAL`, else `.ulak/journal.sqlite`.
    ///   - sandbox: runs against the simulated providers have a journal of their own, so that none of them is ever gone on with
    ///     against the real ones.
    init(
        nodes: String? = nil, journal: String? = nil, sandbox: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let configuration = ConfigurationFile()
        let environment = configuration.completing(environment)
        self.environment = environment
        let named = nodes ?? environment["ULAK_NODES"]
        let folder = named ?? "nodes"
        let found: [Diagnostic]
        if named != nil, !FileManager.default.fileExists(atPath: folder) {
            catalog = .embedded
            found = [
                Diagnostic(
                    WorkflowCode.unreadableFile, "there is no folder `\(folder)` with node manifests", at: nil,
                    label: "look at --nodes and ULAK_NODES")
            ]
        } else if Self.holdsOwnNodes(folder) {
            (catalog, found) = Catalog.embedded.adding(folder: folder)
        } else {
            (catalog, found) = (.embedded, [])
        }
        diagnostics = configuration.diagnostics + found
        let given = journal ?? environment["ULAK_JOURNAL"] ?? ".ulak/journal.sqlite"
        let suffix = ".sqlite"
        let base = given.hasSuffix(suffix) ? String(given.dropLast(suffix.count)) : given
        journalPath = sandbox ? "\(base)-sandbox\(suffix)" : given
    }

    /// Whether the folder is a user's own, and not the source of the manifests in this binary.
    private static func holdsOwnNodes(_ folder: String) -> Bool {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        return manager.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
            && !manager.fileExists(atPath: "\(folder)/builtin/log.yaml")
    }

    /// A finding for each address in the environment that is none.
    var addressFindings: [Diagnostic] {
        baseURLs.sorted { $0.key < $1.key }.filter { !$0.value.hasPrefix("http://") && !$0.value.hasPrefix("https://") }.map {
            Diagnostic(
                WorkflowCode.unreadableFile, "ULAK_PROVIDER_\($0.key.uppercased())_URL is no address", at: nil,
                label: "it must begin with http:// or https://")
        }
    }

    var compiler: WorkflowCompiler { WorkflowCompiler(catalog: catalog, now: { .now }) }

    /// Where the master key of the vault is found; on a terminal a pass-phrase is asked for.
    var keys: KeySources { KeySources(environment: environment, ask: SecretPrompt.passphrase) }

    /// Every source of credentials, in the configured order. Nothing is read before somebody asks for a credential.
    func credentials() throws -> CredentialChain {
        do throws(VaultFailure) {
            return try CredentialSettings(environment: environment).chain(
                environment: environment, keys: keys, transport: SecretServerHTTP())
        } catch {
            throw error.diagnostics.report()
        }
    }

    /// Addresses that stand in for those of the manifests: `ULAK_PROVIDER_<NAME>_URL`.
    var baseURLs: [String: String] {
        var urls: [String: String] = [:]
        for name in catalog.providerNames {
            let variable = "ULAK_PROVIDER_\(name.uppercased().replacing("-", with: "_"))_URL"
            if let url = environment[variable], !url.isEmpty { urls[name] = url.hasSuffix("/") ? String(url.dropLast()) : url }
        }
        return urls
    }

    /// Makes the journal's folder, and keeps it out of git.
    func prepareJournalFolder() throws(CommandFailure) {
        let folder = URL(fileURLWithPath: journalPath).deletingLastPathComponent()
        let manager = FileManager.default
        guard !manager.fileExists(atPath: folder.path) else { return }
        do {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
            if folder.lastPathComponent == ".ulak" {
                try Data("*\n".utf8).write(to: folder.appending(path: ".gitignore"))
            }
        } catch {
            throw CommandFailure(
                message: "cannot make the folder `\(folder.path)` for the journal",
                help: ["name another place with --journal FILE or ULAK_JOURNAL"])
        }
    }
}
