import NodeCatalog
import NodeRuntime
import Testing
import WorkflowModel

@Suite("The exchanges that manifests promise")
struct ManifestTestsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let manifest: NodeManifest
        let test: ManifestTest
        var testDescription: String { "\(manifest.name): \(test.name)" }
    }

    static let cases: [Case] = Catalog.embedded.names.compactMap { Catalog.embedded.node($0) }
        .flatMap { manifest in manifest.tests.map { Case(manifest: manifest, test: $0) } }

    @Test("each one holds", arguments: cases)
    func holds(example: Case) async {
        let differences = await ManifestTestRunner(catalog: .embedded).differences(example.test, of: example.manifest)
        #expect(differences == [])
    }

    @Test("a wrong expectation is noticed")
    func noticesDifferences() async throws {
        let manifest = try #require(Catalog.embedded.node(NodeName("turkeysms.get_balance")))
        let other = try #require(Catalog.embedded.node(NodeName("turkeysms.check_key")))
        let test = try #require(manifest.tests.first)
        #expect(await !ManifestTestRunner(catalog: .embedded).differences(test, of: other).isEmpty)
    }
}
