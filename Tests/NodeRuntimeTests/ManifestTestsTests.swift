import Foundation
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

    @Test("a test that begins with a step that nobody has, or with an output that no node gives, does not hold")
    func impossibleGiven() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ulak-given-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "acme"), withIntermediateDirectories: true)
        try Data(
            """
            provider: acme
            title: Acme
            summary: A provider for a test.
            base_url: https://api.acme.example
            credential: { token: { help: The token. } }
            response: { success: status == 200, code: "''", message: "''" }
            """.utf8
        ).write(to: folder.appending(path: "acme/provider.yaml"))
        try Data(
            """
            node: acme.ping
            title: Ping
            summary: Says hello.
            kind: action
            effect: read
            parameters: { name: { type: text, required: true, help: Whom to greet. } }
            request: { method: POST, path: /ping, body: { name: "${{ params.name }}" } }
            outputs: { greeting: { type: text, value: "${{ body.greeting }}", help: The greeting. } }
            tests:
              - name: possible
                given: { first: { uses: acme.ping, with: { name: Ada }, output: { greeting: Hello Ada } } }
                with: { name: "${{ given.first.greeting }}!" }
                credential: { token: T }
                request: { body: { name: Hello Ada! } }
                answer: { status: 200, body: { greeting: Hi } }
                outcome: { succeeded: { greeting: Hi } }
              - name: impossible
                given:
                  first: { uses: acme.pong }
                  second: { uses: acme.ping, output: { salute: Hello } }
                with: { name: Ada }
                answer: { status: 200, body: { greeting: Hi } }
                outcome: { succeeded: { greeting: Hi } }
            """.utf8
        ).write(to: folder.appending(path: "acme/ping.yaml"))
        let (catalog, diagnostics) = Catalog.embedded.adding(folder: folder.path)
        #expect(diagnostics.isEmpty)
        let manifest = try #require(catalog.node(NodeName("acme.ping")))
        let runner = ManifestTestRunner(catalog: catalog)
        #expect(await runner.differences(try #require(manifest.tests.first), of: manifest) == [])
        #expect(
            await runner.differences(try #require(manifest.tests.last), of: manifest) == [
                "given `first` uses the unknown node `acme.pong`",
                "given `second` has the output `salute`, which `acme.ping` does not give",
            ])
    }
}
