import Diagnostics
import Foundation
import NodeCatalog
import Testing
import WorkflowLanguage
import WorkflowModel

/// Every `Fixtures/<case>.yaml` is compiled and its findings are held against `<case>.txt`, whole.
///
/// `ULAK_RECORD=1 swift test --filter FixtureTests` writes the expected texts anew; read the difference before committing it.
@Suite("Mistakes in a workflow")
struct FixtureTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static let cases: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

    @Test("each mistake is reported with its place and what to type", arguments: cases)
    func fixture(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: "\(name).yaml"), encoding: .utf8)
        let present = try #require(Timestamp(text: "2026-11-21T07:00:30+03:00"))
        let result = WorkflowCompiler(catalog: .embedded, now: { present }).compile(text, path: "workflows/\(name).yaml")
        let found =
            DiagnosticRenderer().render(result.diagnostics)
            + (result.plan == nil ? "" : (result.diagnostics.isEmpty ? "" : "\n") + "the plan was built\n")
        let expectedFile = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["ULAK_RECORD"] != nil {
            try Data(found.utf8).write(to: expectedFile)
        }
        #expect(found == (try String(contentsOf: expectedFile, encoding: .utf8)))
    }

    @Test("there is a fixture for every code of this stage")
    func everyCode() throws {
        let all = try Self.cases.map { try String(contentsOf: Self.folder.appending(path: "\($0).txt"), encoding: .utf8) }
            .joined()
        // Files, event data and credentials are looked at by the command line.
        let elsewhere: Set<WorkflowCode> = [.unreadableFile, .inputValue, .eventNeeded, .credentialNotFound]
        for code in WorkflowCode.allCases where !elsewhere.contains(code) {
            #expect(all.contains("[\(code.rawValue)]"), "no fixture shows \(code.rawValue)")
        }
    }

    @Test("a plan that a run has begun with is made again, whatever time it is now")
    func begunPlans() throws {
        let text = try String(contentsOf: Self.folder.appending(path: "times.yaml"), encoding: .utf8)
        let (plan, diagnostics) = WorkflowCompiler(catalog: .embedded).compile(text, path: "workflows/times.yaml")
        #expect(diagnostics.isEmpty)
        #expect(plan?.steps.count == 5)
    }
}
