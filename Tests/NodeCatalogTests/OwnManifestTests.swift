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

    /// What is wrong with a manifest of `acme`; recorded as an issue when nothing is.
    static func findings(in node: String, of files: [String: String]) throws -> [Diagnostic] {
        try withFolder(files.merging(["acme/provider.yaml": provider]) { given, _ in given }) { folder in
            guard case .broken(let found) = Catalog.embedded.adding(folder: folder).catalog.lookup(NodeName(node)) else {
                Issue.record("the manifest was taken")
                return []
            }
            return found
        }
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
        let found = try Self.findings(in: "acme.ping", of: ["acme/ping.yaml": broken])
        #expect(
            found.inReadingOrder().map { "\($0.code) \($0.location?.range.start.line ?? 0)" } == [
                "NODE002 1", "YAML072 5", "YAML072 7", "NODE005 8", "EXPR007 12",
            ])
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
        let found = try Self.findings(in: "acme.ping", of: ["acme/ping.yaml": broken])
        #expect(
            found.inReadingOrder().map { "\($0.code) \($0.location?.range.start.line ?? 0)" } == [
                "YAML070 19", "YAML071 20", "EXPR007 21", "EXPR007 22",
            ])
    }

    static let sender = """
        node: acme.send
        title: Send
        summary: Sends a text.
        kind: action
        effect: send
        parameters:
          to: { type: phone, required: true, help: Who gets it. }
        request:
          method: POST
          path: /send
        on_unknown:
          query:
            uses: acme.ping
            with: { name: "${{ params.to }}" }
            sent: output.found
            not_sent: "!output.found"
            not_sent_after: 1m
            output: { id: "${{ output.id }}" }
        """

    @Test("a query under on_unknown is read with its questions and times")
    func query() throws {
        try Self.withFolder([
            "acme/provider.yaml": Self.provider, "acme/ping.yaml": Self.operation, "acme/send.yaml": Self.sender,
        ]) { folder in
            let catalog = Catalog.embedded.adding(folder: folder).catalog
            let manifest = try #require(catalog.node(NodeName("acme.send")))
            guard case .query(let query, let schedule) = manifest.onUnknown else {
                Issue.record("no query: \(manifest.onUnknown)")
                return
            }
            #expect(schedule == QuerySchedule(delay: .seconds(10), within: .seconds(600), attempts: 5))
            #expect(query.questions.map(\.node) == [NodeName("acme.ping")])
            #expect(query.notSentAfter == .seconds(60))
            // The plan of a run keeps the question beside the send.
            let kept = catalog.ownManifests(of: [NodeName("acme.send")]).keys.map { String($0.dropFirst(folder.count)) }
            #expect(kept.sorted() == ["/acme/ping.yaml", "/acme/provider.yaml", "/acme/send.yaml"])
        }
    }

    @Test(
        "a question that cannot be asked is a mistake of the manifest",
        arguments: [
            ("uses: acme.ping", "uses: acme.pang", "`query` asks unknown node `acme.pang`; did you mean `acme.ping`?"),
            (
                "uses: acme.ping", "uses: turkeysms.send_sms",
                "`query` asks `turkeysms.send_sms`, which does more than read; ask a node with `effect: read`"
            ),
            (
                "uses: acme.ping", "uses: turkeysms.get_balance",
                "`query` asks `turkeysms.get_balance`, but the credential is the one of `acme.send`; ask a node of the same provider, or `http.request`"
            ),
            ("with: { name:", "with: { nam:", "`acme.ping` has no parameter `nam`; did you mean `name`?"),
            (
                "with: { name: \"${{ params.to }}\" }", "with: {}",
                "`acme.ping` needs the parameter `name`; add it under `with`"
            ),
            (
                "not_sent_after: 1m", "not_sent_after: 1h",
                "`not_sent` is believed after 1h, but nobody is asked later than 10m; write a `not_sent_after` that is shorter than `within`"
            ),
            (
                "not_sent: \"!output.found\"", "attempts: 3",
                "`not_sent_after` has no meaning without `not_sent`; add `not_sent`, or take it out"
            ),
            ("not_sent_after: 1m", "attempts: 21", "`attempts` is the number `21`; expected 1 to 20"),
            ("sent: output.found", "sent: matches.size() == 1", "there is no variable `matches`; "),
        ])
    func questions(text: String, other: String, message: String) throws {
        let sender = Self.sender.replacingOccurrences(of: text, with: other)
        #expect(sender != Self.sender)
        let found = try Self.findings(in: "acme.send", of: ["acme/ping.yaml": Self.operation, "acme/send.yaml": sender])
        #expect(found.map { "\($0.message); \($0.label ?? "")" } == [message])
    }
}
