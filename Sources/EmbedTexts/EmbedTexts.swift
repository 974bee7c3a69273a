import Foundation
import PackagePlugin

/// Turns the texts of some folders into Swift files of the target that shows them, so that the binary needs no files beside it.
@main
struct EmbedTexts: BuildToolPlugin {
    private struct Texts {
        let constant: String
        let folder: String
        let endings: Set<String>
    }

    private static let texts: [String: [Texts]] = [
        "NodeCatalog": [Texts(constant: "embeddedManifests", folder: "nodes", endings: ["yaml"])],
        "ulak": [
            Texts(constant: "embeddedErrorPages", folder: "docs/errors", endings: ["md"]),
            Texts(constant: "embeddedExamples", folder: "workflows", endings: ["yaml", "json"]),
        ],
    ]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let tool = try context.tool(named: "EmbedTextsTool").url
        return (Self.texts[target.name] ?? []).map { texts in
            let folder = context.package.directoryURL.appending(path: texts.folder).resolvingSymlinksInPath()
            var files: [URL] = []
            if let walker = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) {
                for case let file as URL in walker where texts.endings.contains(file.pathExtension) {
                    files.append(file)
                }
            }
            files.sort { $0.path < $1.path }
            let name = texts.constant.prefix(1).uppercased() + texts.constant.dropFirst()
            let output = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
            return .buildCommand(
                displayName: "Embedding \(texts.folder)/",
                executable: tool,
                arguments: [output.path, texts.constant, folder.path] + files.map(\.path),
                inputFiles: files,
                outputFiles: [output]
            )
        }
    }
}
