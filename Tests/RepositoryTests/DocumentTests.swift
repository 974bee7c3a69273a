import Diagnostics
import Foundation
import NodeCatalog
import Testing
import WorkflowLanguage

@Suite("The documents")
struct DocumentTests {
    /// Fenced blocks of YAML that are whole workflows, with their place.
    static func workflows(in path: String) throws -> [(line: Int, text: String)] {
        var blocks: [(line: Int, text: String)] = []
        var current: (line: Int, text: String)?
        for (index, line) in try Repository.text(path).components(separatedBy: "\n").enumerated() {
            if let block = current {
                if line.hasPrefix("```") {
                    if block.text.hasPrefix("name:") { blocks.append(block) }
                    current = nil
                } else {
                    current = (block.line, block.text + line + "\n")
                }
            } else if line.hasPrefix("```yaml") {
                current = (index + 2, "")
            }
        }
        return blocks
    }

    static let documentsWithWorkflows = [
        "README.md", "README.tr.md", "docs/workflows.md", "docs/webhooks.md", "docs/first-sms-turkeysms.md",
        "docs/first-sms-iletimerkezi.md", "docs/iys-unknown-outcomes-segments.md", "docs/tr/first-sms-turkeysms.md",
        "docs/tr/first-sms-iletimerkezi.md", "docs/tr/iys-unknown-outcomes-segments.md",
    ]

    @Test("every workflow in them compiles", arguments: documentsWithWorkflows)
    func workflowsCompile(path: String) throws {
        let blocks = try Self.workflows(in: path)
        #expect(!blocks.isEmpty)
        for block in blocks {
            let result = WorkflowCompiler(catalog: .embedded).compile(block.text, path: "\(path) from line \(block.line)")
            #expect(result.plan != nil, "\(DiagnosticRenderer().render(result.diagnostics))")
        }
    }

    @Test("the example on every page of a node compiles", arguments: Repository.files(below: "docs/nodes", suffix: ".md"))
    func nodeExamplesCompile(path: String) throws {
        guard !path.hasSuffix("README.md") else { return }
        let lines = try Repository.text(path).components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: "```yaml")), end = try #require(lines.firstIndex(of: "```"))
        var example = lines[start + 1..<end].joined(separator: "\n") + "\n"
        if example.hasPrefix("triggers:") {
            example += "steps:\n  done: { uses: log, with: { message: Done } }\n"
        } else {
            example = "inputs: { phone: text }\n" + example
        }
        let result = WorkflowCompiler(catalog: .embedded).compile("name: example\n" + example, path: path)
        #expect(result.plan != nil, "\(DiagnosticRenderer().render(result.diagnostics))")
    }

    @Test("every node has a page")
    func nodePages() {
        let pages = Set(Repository.files(below: "docs/nodes", suffix: ".md"))
        #expect(Catalog.embedded.names.filter { !pages.contains("docs/nodes/\($0).md") } == [])
    }

    @Test("every link to a file of the repository leads somewhere")
    func links() throws {
        let documents = ["README.md", "README.tr.md"] + Repository.files(below: "docs", suffix: ".md")
        for path in documents {
            let folder = Repository.root.appending(path: path).deletingLastPathComponent()
            for match in try Repository.text(path).matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) {
                let target = String(match.output.1)
                guard !target.contains("://") else { continue }
                #expect(FileManager.default.fileExists(atPath: folder.appending(path: target).path), "\(path) links to \(target)")
            }
        }
    }
}
