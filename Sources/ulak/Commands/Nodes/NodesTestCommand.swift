import ArgumentParser
import Diagnostics
import NodeCatalog
import NodeRuntime
import WorkflowModel

/// `ulak nodes test`: the exchanges that manifests promise.
struct NodesTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests that manifests carry, without a network.")

    @Argument(help: "The nodes; without any, all of them.")
    var names: [String] = []

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let project = project.project
        guard !project.diagnostics.hasErrors else { throw project.diagnostics.report() }
        let runner = ManifestTestRunner(catalog: project.catalog)
        let palette = Palette(isOn: Terminal.output.hasColor)
        var passed = 0
        var failed = 0
        for name in names.isEmpty ? project.catalog.names : names.map({ NodeName($0) }) {
            let manifest: NodeManifest
            switch project.catalog.lookup(name) {
            case .found(let found): manifest = found
            case .broken(let diagnostics): throw diagnostics.report()
            case .unknown: throw CommandFailure(message: "there is no node `\(name)`").report()
            }
            for test in manifest.tests {
                let differences = await runner.differences(test, of: manifest)
                if differences.isEmpty { passed += 1 } else { failed += 1 }
                let mark = differences.isEmpty ? palette.good("✓") : palette.bad("✗")
                Terminal.output.write("\(mark) \(name): \(test.name)\n" + differences.map { "    \($0)\n" }.joined())
            }
        }
        Terminal.output.write("\(passed) passed, \(failed) failed\n")
        if failed > 0 { throw ExitStatus.runFailed }
    }
}
