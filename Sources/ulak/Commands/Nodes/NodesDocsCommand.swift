import ArgumentParser
import Foundation
import NodeCatalog

/// `ulak nodes docs`: the pages in `docs/nodes/`.
struct NodesDocsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Write a page for every node, and an index, as Markdown.")

    @Argument(help: "The folder to write to.")
    var folder: String = "docs/nodes"

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let catalog = project.project.catalog
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (file, text) in NodeDocs(catalog: catalog).files() {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file)"), options: .atomic)
            }
        } catch {
            throw CommandFailure(message: "cannot write to `\(folder)`").report(.runFailed)
        }
    }
}
