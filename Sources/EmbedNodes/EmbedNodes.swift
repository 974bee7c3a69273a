import Foundation
import PackagePlugin

/// Turns every manifest below `nodes/` into one Swift file of `NodeCatalog`, so that the binary needs no files beside it.
@main
struct EmbedNodes: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "nodes").resolvingSymlinksInPath()
        var manifests: [URL] = []
        if let walker = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) {
            for case let file as URL in walker where file.pathExtension == "yaml" {
                manifests.append(file)
            }
        }
        manifests.sort { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedManifests.swift")
        return [
            .buildCommand(
                displayName: "Embedding nodes/",
                executable: try context.tool(named: "EmbedNodesTool").url,
                arguments: [output.path, folder.path] + manifests.map(\.path),
                inputFiles: manifests,
                outputFiles: [output]
            )
        ]
    }
}
