import Diagnostics
import Foundation
import NodeCatalog
import Testing
import Values
import WorkflowModel

@Suite("A user's own nodes folder")
struct OwnManifestTests {
    /// Writes files into a new folder, which is gone afterwards.
    static func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ulak-nodes-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try body(folder.path)
    }

    static let provider = """
        provider: acme
        title: Acme
        summary: A provider for a test.
        base_url: https://api.acme.example/
        credential:
          token: { help: The token. }
        response:
          success: status == 200
          code: body.?error.orValue('')
          message: body.?reason.orValue('')
        codes:
          E1: { class: balance, meaning: no money }
        """

    static let operation = """
        node: acme.ping
        title: Ping
        summary: Says hello.
        kind: action
        effect: read
        parameters:
          name: { type: text, required: true, help: Whom to greet. }
        request:
          method: POST
          path: /ping/${{ params.name }}
          headers: { Authorization: "Bearer ${{ credential.token }}" }
          body: { name: "${{ params.name }}" }
        outputs:
          greeting: { type: text, value: "${{ body.greeting }}", help: The greeting. }
        """

    @Test("a provider needs no code: two files make a node")
    func twoFiles() throws {
        try Self.withFolder(["acme/provider.yaml": Self.provider, "acme/ping.yaml": Self.operation]) { folder in
            let (catalog, diagnostics) = Catalog.embedded.adding(folder: folder)
            #expect(diagnostics.isEmpty)
            let manifest = try #require(catalog.node(NodeName("acme.ping")))
            #expect(manifest.provider?.baseURL == "https://api.acme.example")
            #expect(manifest.provider?.codes["E1"]?.failureClass == .balance)
            #expect(manifest.credentialFields.map(\.name) == ["token"])
            #expect(catalog.node(NodeName("log")) != nil)
        }
    }

    @Test("a node that comes with Ulak cannot be replaced in silence")
    func takenName() throws {
        try Self.withFolder(["turkeysms/send_sms.yaml": Self.operation]) { folder in
            let (catalog, diagnostics) = Catalog.embedded.adding(folder: folder)
            #expect(diagnostics.map(\.code) == ["NODE003"])
            #expect(catalog.node(NodeName("turkeysms.send_sms"))?.title == "Send one SMS")
        }
    }

    @Test("mistakes in a manifest are reported with their places, all in one go")
    func mistakes() throws {
        let broken = """
            node: acme.pong
            title: Ping
            summary: Says hello.
            kind: action
            effect: reads
            parameters:
              name: { type: texte, required: true, help: Whom to greet. }
              count: { type: integer, default: many, help: How often. }
            request:
              method: POST
              path: /ping
              body: { name: "${{ params.nam }}" }
            """
        try Self.withFolder(["acme/provider.yaml": Self.provider, "acme/ping.yaml": broken]) { folder in
            let catalog = Catalog.embedded.adding(folder: folder).catalog
            guard case .broken(let diagnostics) = catalog.lookup(NodeName("acme.ping")) else {
                Issue.record("the manifest was taken")
                return
            }
            #expect(
                diagnostics.inReadingOrder().map { "\($0.code) \($0.location?.range.start.line ?? 0)" } == [
                    "NODE002 1", "YAML072 5", "YAML072 7", "NODE005 8", "EXPR007 12",
                ])
        }
    }

    @Test("mistakes in what a test needs before it are reported: other keys, names that nothing has, outputs that are not there")
    func mistakesInGiven() throws {
        let broken =
            Self.operation + """

                tests:
                  - name: a greeting
                    given:
                      one: { uses: acme.ping, with: { name: Ada }, output: { greeting: Hello } }
                      two: { uses: acme.ping, needs: one }
                      three: { with: { name: Ada } }
                      four: { uses: acme.ping, with: { name: "${{ given.five.greeting }}" } }
                    with: { name: "${{ given.one.greetings }}" }
                    outcome: { succeeded: { greeting: Hello } }
                """
        try Self.withFolder(["acme/provider.yaml": Self.provider, "acme/ping.yaml": broken]) { folder in
            let catalog = Catalog.embedded.adding(folder: folder).catalog
            guard case .broken(let diagnostics) = catalog.lookup(NodeName("acme.ping")) else {
                Issue.record("the manifest was taken")
                return
            }
            #expect(
                diagnostics.inReadingOrder().map { "\($0.code) \($0.location?.range.start.line ?? 0)" } == [
                    "YAML070 19", "YAML071 20", "EXPR007 21", "EXPR007 22",
                ])
        }
    }
}
