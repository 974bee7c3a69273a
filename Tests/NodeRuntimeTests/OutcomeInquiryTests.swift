import Logging
import NodeCatalog
import NodeRuntime
import RunEngine
import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

/// Answers each path as it is told, and anything else with 404.
private struct PathTransport: HTTPTransport {
    let answers: [String: Exchange]

    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
        let path = String(request.url.dropFirst("https://acme.example".count))
        return answers[path] ?? .answered(HTTPResponse(status: 404, body: Array("{}".utf8)))
    }
}

/// What an answer proves about a send in doubt, and what does not.
@Suite("What the other side's answer proves")
struct OutcomeInquiryTests {
    private static let provider = """
        provider: acme
        title: Acme
        summary: Messages of Acme.
        base_url: https://acme.example
        response: { success: status == 200, code: string(status), message: "''" }
        """

    private static let find = """
        node: acme.find
        title: Find
        summary: Finds messages.
        kind: action
        effect: read
        parameters: { reference: { type: text, required: true, help: Yours. } }
        request: { method: GET, path: "/find/${{ params.reference }}" }
        outputs: { list: { type: list, value: "${{ body.list }}", help: What was found. } }
        """

    private static func send(_ query: String) -> String {
        """
        node: acme.send
        title: Send
        summary: Sends a text.
        kind: action
        effect: send
        parameters: { reference: { type: text, required: true, help: Yours. } }
        request: { method: POST, path: /send }
        on_unknown:
          query:
        \(query.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        """
    }

    private static let plain = """
        uses: acme.find
        with: { reference: "${{ params.reference }}" }
        sent: size(output.list) > 0
        not_sent: size(output.list) == 0
        not_sent_after: 2m
        output: { id: "${{ output.list[0].id }}" }
        """

    private static let inspecting = """
        uses: acme.find
        with: { reference: "${{ params.reference }}" }
        each:
          of: output.list
          most: 2
          uses: acme.find
          with: { reference: "${{ string(candidate) }}" }
          match: answer.list[0] == params.reference
        sent: size(matches) == 1
        """

    private static func answer(_ body: String, status: Int = 200) -> Exchange {
        .answered(HTTPResponse(status: status, body: Array(body.utf8)))
    }

    /// Asks about the reference `r`, that long after the doubt arose.
    private static func ask(
        _ query: String, _ answers: [String: Exchange], after: Duration = .seconds(180), of node: String = "acme.send"
    ) async throws -> NodeOutcome {
        let catalog = Catalog.embedded.adding(manifests: [
            "nodes/acme/provider.yaml": provider, "nodes/acme/find.yaml": find, "nodes/acme/send.yaml": send(query),
        ])
        let manifest = try #require(catalog.node(NodeName("acme.send")), "\(catalog.lookup(NodeName("acme.send")))")
        let clock = ManualClock()
        let runner = CatalogNodeRunner(
            catalog: catalog, credentials: SandboxFaultTests.Credentials(), transport: PathTransport(answers: answers),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            limits: RequestLimits(now: { clock.wallTime }))
        let arose = SampleRecords.start
        return await runner.run(
            NodeInvocation(
                run: SampleRecords.id(1), workflow: WorkflowName("w"), step: StepID("s"), item: nil, attempt: 2,
                firstStartedAt: arose + after, now: arose + after, node: NodeName(node), parameters: ["reference": "r"],
                credential: nil, timeout: .seconds(5), doubt: .init(since: arose + .seconds(-30), arose: arose),
                query: manifest.onUnknown.query))
    }

    @Test("an answer that holds it proves that it was sent, and gives the output")
    func sent() async throws {
        #expect(
            try await Self.ask(Self.plain, ["/find/r": Self.answer(#"{"list": [{"id": "m-1"}]}"#)]) == .succeeded(["id": "m-1"]))
    }

    @Test("what is proved stays proved where the output cannot be made")
    func withoutOutput() async throws {
        #expect(try await Self.ask(Self.plain, ["/find/r": Self.answer(#"{"list": [{}]}"#)]) == .succeeded(.null))
    }

    @Test("an answer without it proves that it was not sent, once enough time has passed")
    func notSent() async throws {
        let answers = ["/find/r": Self.answer(#"{"list": []}"#)]
        #expect(
            try await Self.ask(Self.plain, answers)
                == .failed(
                    NodeFailure(code: "not_sent", class: .unavailable, message: "`acme.find` says that it was not sent")))
        #expect(
            try await Self.ask(Self.plain, answers, after: .seconds(119))
                == .unknown(
                    UnknownReason(.undecided, message: "`acme.find` does not know it yet, which proves nothing so soon")))
    }

    @Test(
        "nothing is proved where the question could not be asked, or its answer cannot be read",
        arguments: [
            (answer("{}", status: 500), "`acme.find` could not be asked: code 500 (HTTP 500)"),
            (answer("{}", status: 404), "`acme.find` could not be asked: code 404 (HTTP 404)"),
            (answer("<html>"), "`acme.find` could not be asked: an answer that is not JSON (HTTP 200)"),
            (Exchange.notSent(message: "no connection"), "`acme.find` could not be asked: no connection"),
            (Exchange.timedOut(message: "no answer"), "`acme.find` could not be asked: no answer"),
        ])
    func unasked(exchange: Exchange, message: String) async throws {
        #expect(
            try await Self.ask(Self.plain, ["/find/r": exchange])
                == .unknown(UnknownReason(.undecided, message: message)))
    }

    @Test("an answer for which both conditions hold, or none, proves nothing")
    func contradiction() async throws {
        let both = "uses: acme.find\nwith: { reference: r }\nsent: 'true'\nnot_sent: 'true'\nnot_sent_after: 1s"
        let none = "uses: acme.find\nwith: { reference: r }\nsent: 'false'\nnot_sent: 'false'"
        let answers = ["/find/r": Self.answer(#"{"list": []}"#)]
        #expect(
            try await Self.ask(both, answers)
                == .unknown(
                    UnknownReason(.undecided, message: "by the answer of `acme.find` both `sent` and `not_sent` are true")))
        #expect(
            try await Self.ask(none, answers)
                == .unknown(UnknownReason(.undecided, message: "the answer of `acme.find` does not tell")))
    }

    @Test("each candidate is looked at; one match is a proof, two are none, and too many are not looked at")
    func candidates() async throws {
        let reports = [
            "/find/1": Self.answer(#"{"list": ["other"]}"#), "/find/2": Self.answer(#"{"list": ["r"]}"#),
            "/find/3": Self.answer(#"{"list": ["r"]}"#),
        ]
        func ask(_ list: String) async throws -> NodeOutcome {
            try await Self.ask(
                Self.inspecting, reports.merging(["/find/r": Self.answer(#"{"list": \#(list)}"#)]) { one, _ in one })
        }
        #expect(try await ask("[1, 2]") == .succeeded(.null))
        #expect(
            try await ask("[2, 3]") == .unknown(UnknownReason(.undecided, message: "the answer of `acme.find` does not tell")))
        #expect(
            try await ask("[1, 2, 3]")
                == .unknown(UnknownReason(.undecided, message: "there are 3 candidates, more than 2")))
        // One that cannot be looked at may be the one.
        #expect(
            try await ask("[2, 4]")
                == .unknown(UnknownReason(.undecided, message: "`acme.find` could not be asked: code 404 (HTTP 404)")))
    }

    @Test("a node that is gone cannot be asked about, which is no proof that nothing was sent")
    func gone() async throws {
        #expect(
            try await Self.ask(Self.plain, [:], of: "acme.gone")
                == .unknown(
                    UnknownReason(.undecided, message: "nobody can be asked: `acme.gone` is not what it was any more")))
    }
}
