import Diagnostics
import Foundation
import Synchronization
import WorkflowModel
import YAMLSyntax

/// All nodes that a workflow can use: those in the binary, and those of a user's own `nodes/` folder.
///
/// A manifest is read when it is first asked for, so that a small workflow does not pay for a large catalogue.
public final class Catalog: Sendable {
    /// What came of reading one manifest.
    public enum Lookup: Sendable {
        case found(NodeManifest)
        case unknown
        /// The manifest is there but has mistakes.
        case broken([Diagnostic])
    }

    private struct Entry {
        let path: String
        let text: String
        let isEmbedded: Bool
    }

    private struct Cache {
        var nodes: [NodeName: Lookup] = [:]
        var providers: [String: (manifest: ProviderManifest?, diagnostics: [Diagnostic])] = [:]
    }

    private let nodeFiles: [NodeName: Entry]
    private let providerFiles: [String: Entry]
    private let cache = Mutex(Cache())

    /// The nodes that come with Ulak.
    public static let embedded = Catalog(files: embeddedManifests.map { ("nodes/" + $0.path, $0.text, true) })

    private init(files: [(path: String, text: String, isEmbedded: Bool)]) {
        var nodes: [NodeName: Entry] = [:]
        var providers: [String: Entry] = [:]
        for file in files {
            let entry = Entry(path: file.path, text: file.text, isEmbedded: file.isEmbedded)
            let parts = file.path.split(separator: "/").map(String.init)
            guard parts.count >= 2 else { continue }
            let folder = parts[parts.count - 2]
            let base = String(parts[parts.count - 1].dropLast(".yaml".count))
            if base == "provider" {
                providers[folder] = entry
            } else {
                nodes[NodeName(folder == "builtin" ? base : "\(folder).\(base)")] = entry
            }
        }
        nodeFiles = nodes
        providerFiles = providers
    }

    /// This catalogue and the manifests below a folder: `FOLDER/<provider>/<operation>.yaml`.
    ///
    /// A manifest of the user's with the name of one that comes with Ulak is refused: nobody should have to guess which one runs.
    public func adding(folder: String) -> (catalog: Catalog, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        var files: [(path: String, text: String, isEmbedded: Bool)] = []
        for path in Self.manifestPaths(below: folder) {
            guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8) else {
                diagnostics.append(Diagnostic(NodeCode.unreadable, "cannot read the manifest `\(path)` as UTF-8 text", at: nil))
                continue
            }
            files.append((path, text, false))
        }
        let own = Catalog(files: files)
        for (name, entry) in own.nodeFiles where nodeFiles[name] != nil {
            diagnostics.append(Self.taken("the node `\(name)`", entry))
        }
        for (name, entry) in own.providerFiles where providerFiles[name] != nil {
            diagnostics.append(Self.taken("the provider `\(name)`", entry))
        }
        let kept = entries.map { ($0.path, $0.text, $0.isEmbedded) }
        return (Catalog(files: files + kept), diagnostics)
    }

    /// This catalogue and manifests whose texts were kept with a plan, by path.
    public func adding(manifests: [String: String]) -> Catalog {
        guard !manifests.isEmpty else { return self }
        let kept = entries.map { ($0.path, $0.text, $0.isEmbedded) }
        return Catalog(files: kept + manifests.map { ($0.key, $0.value, false) })
    }

    private static func taken(_ what: String, _ entry: Entry) -> Diagnostic {
        let file = SourceFile(path: entry.path, text: entry.text)
        return Diagnostic(
            NodeCode.takenName, "\(what) comes with Ulak already", at: SourceLocation(file: file, range: .empty),
            label: "give the folder or the file another name")
    }

    private static func manifestPaths(below folder: String) -> [String] {
        let manager = FileManager.default
        var paths: [String] = []
        for provider in (try? manager.contentsOfDirectory(atPath: folder))?.sorted() ?? [] {
            for file in (try? manager.contentsOfDirectory(atPath: "\(folder)/\(provider)"))?.sorted() ?? []
            where file.hasSuffix(".yaml") {
                paths.append("\(folder)/\(provider)/\(file)")
            }
        }
        return paths
    }

    private var entries: [Entry] { Array(nodeFiles.values) + Array(providerFiles.values) }

    /// The names of all nodes, in order.
    public var names: [NodeName] { nodeFiles.keys.sorted() }

    /// The names of all providers, in order.
    public var providerNames: [String] { providerFiles.keys.sorted() }

    public func lookup(_ name: NodeName) -> Lookup {
        if let known = cache.withLock({ $0.nodes[name] }) { return known }
        let result = read(name)
        cache.withLock { $0.nodes[name] = result }
        return result
    }

    /// The manifest of a node that is known and in order.
    public func node(_ name: NodeName) -> NodeManifest? {
        if case .found(let manifest) = lookup(name) { manifest } else { nil }
    }

    public func provider(_ name: String) -> (manifest: ProviderManifest?, diagnostics: [Diagnostic]) {
        if let known = cache.withLock({ $0.providers[name] }) { return known }
        guard let entry = providerFiles[name] else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        var manifest: ProviderManifest?
        if var reader = ManifestReader(text: entry.text, path: entry.path, diagnostics: &diagnostics) {
            manifest = reader.provider(name: name)
            diagnostics += reader.reader.diagnostics
        }
        let result = (manifest, diagnostics)
        cache.withLock { $0.providers[name] = result }
        return result
    }

    /// Texts of the user's own manifests that these nodes need, by path, for a plan that must outlive the files.
    public func ownManifests(of names: some Sequence<NodeName>) -> [String: String] {
        var texts: [String: String] = [:]
        for name in names.flatMap({ [$0] + (node($0)?.queries.flatMap(\.questions).map(\.node) ?? []) }) {
            guard let entry = nodeFiles[name], !entry.isEmbedded else { continue }
            texts[entry.path] = entry.text
            if let provider = providerFiles[Self.providerName(name)] { texts[provider.path] = provider.text }
        }
        return texts
    }

    static func providerName(_ name: NodeName) -> String {
        String(name.rawValue.prefix { $0 != "." })
    }

    private func read(_ name: NodeName) -> Lookup {
        guard let entry = nodeFiles[name] else { return .unknown }
        var diagnostics: [Diagnostic] = []
        let provider = provider(Self.providerName(name))
        guard !provider.diagnostics.hasErrors else { return .broken(provider.diagnostics) }
        guard var reader = ManifestReader(text: entry.text, path: entry.path, diagnostics: &diagnostics) else {
            return .broken(diagnostics)
        }
        let manifest = reader.node(name: name, provider: provider.manifest)
        diagnostics += provider.diagnostics + reader.reader.diagnostics
        guard let manifest, !diagnostics.hasErrors else { return .broken(diagnostics) }
        let objections = manifest.queries.flatMap { self.objections(to: $0, of: name) }
        guard objections.isEmpty else { return .broken(objections) }
        return .found(manifest)
    }
}
