import Logging
import NodeCatalog
import NodeRuntime
import RunEngine
import Synchronization
import Testing
import Values
import WorkflowModel

/// A key leaves only for the hosts that it is for.
@Suite("Where a credential may go")
struct AllowedHostsTests {
    final class Recorder: HTTPTransport {
        let sent = Mutex<[String]>([])
        let answer: HTTPResponse

        init(_ answer: HTTPResponse = HTTPResponse(status: 200)) { self.answer = answer }

        func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
            sent.withLock { $0.append(request.url) }
            return .answered(answer)
        }
    }

    struct OneCredential: CredentialSource {
        let hosts: String?
        func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
            var fields = ["token": Secret("canary-token")]
            if let hosts { fields["allow_hosts"] = Secret(hosts) }
            return Credential(name: name, fields: fields)
        }
    }

    static func request(
        _ url: String, hosts: String?, auth: Bool = true, transport: any HTTPTransport
    ) async -> NodeOutcome {
        let runner = CatalogNodeRunner(
            catalog: .embedded, credentials: OneCredential(hosts: hosts), transport: transport,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let now = Timestamp(microseconds: 0)
        var parameters: ValueObject = ["url": .string(url)]
        if auth { parameters.set("auth", to: "bearer") }
        return await runner.run(
            NodeInvocation(
                run: RunID("test"), workflow: WorkflowName("test"), step: StepID("test"), item: nil, attempt: 1,
                firstStartedAt: now, now: now, node: NodeName("http.request"), parameters: .object(parameters),
                credential: CredentialName("shop"), timeout: .seconds(5)))
    }

    @Test(
        "a request for a host of the credential leaves",
        arguments: [
            ("https://api.example.com/x", "api.example.com"), ("https://API.example.COM:8443/x", "api.example.com"),
            ("https://a.b.example.com/", "other.org, *.example.com"), ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("https://user@api.example.com/", "api.example.com"),
        ])
    func leaves(_ url: String, _ hosts: String) async {
        let transport = Recorder()
        _ = await Self.request(url, hosts: hosts, transport: transport)
        #expect(transport.sent.withLock { $0.count } == 1)
    }

    @Test(
        "a request for any other does not, however its address is dressed up",
        arguments: [
            ("https://evil.example/x", "api.example.com"), ("https://api.example.com@evil.example/", "api.example.com"),
            ("https://api.example.com.evil.example/", "api.example.com"),
            ("https://evil.example/?api.example.com", "api.example.com"),
            ("https://evil.example#@api.example.com", "api.example.com"), ("https://example.com/", "*.example.com"),
            ("https://notexample.com/", "*.example.com"), ("http://127.0.0.1:8081/", "127.0.0.1:8080"),
            ("https://evil.example\\@api.example.com/", "api.example.com"), ("https://api.example.com/", ""),
        ])
    func stays(_ url: String, _ hosts: String) async {
        let transport = Recorder()
        let outcome = await Self.request(url, hosts: hosts, transport: transport)
        #expect(transport.sent.withLock { $0 } == [])
        guard case .failed(let failure) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.failureClass == .config || failure.failureClass == .input)
        #expect(!failure.message.contains("canary"))
    }

    @Test("a credential without hosts goes nowhere")
    func noHosts() async {
        let transport = Recorder()
        let outcome = await Self.request("https://api.example.com/", hosts: nil, transport: transport)
        #expect(transport.sent.withLock { $0 } == [])
        guard case .failed(let failure) = outcome else { return }
        #expect(failure.message == "the credential `shop` is not sent to `api.example.com`: it is for no host")
        _ = await Self.request("https://api.example.com/", hosts: nil, auth: false, transport: transport)
        #expect(transport.sent.withLock { $0.count } == 1, "without `auth` the key does not leave")
    }

    @Test("a redirect is not followed: it is the answer")
    func redirect() async {
        let transport = Recorder(HTTPResponse(status: 302, headers: [("Location", "https://evil.example/")]))
        let outcome = await Self.request("https://api.example.com/", hosts: "api.example.com", transport: transport)
        #expect(transport.sent.withLock { $0 } == ["https://api.example.com/"])
        guard case .failed(let failure) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.code == "http_302")
    }

    /// The manifest of a provider whose path comes from a parameter.
    static func provider(_ extra: String = "") -> Catalog {
        Catalog.embedded.adding(manifests: [
            "nodes/acme/provider.yaml": """
            provider: acme
            title: Acme
            summary: A provider.
            base_url: https://api.acme.example
            \(extra)
            credential: { token: { help: The token. } }
            response: { success: status == 200, code: "''", message: "''" }
            """,
            "nodes/acme/get.yaml": """
            node: acme.get
            title: Get
            summary: Gets.
            kind: action
            effect: read
            parameters: { path: { type: text, required: true, help: The path. } }
            request:
              method: GET
              path: ${{ params.path }}
              headers: { X-Token: "${{ credential.token }}" }
            """,
        ])
    }

    static func get(_ path: String, _ catalog: Catalog, baseURLs: [String: String] = [:]) async -> [String] {
        let transport = Recorder(HTTPResponse(status: 200, body: Array("{}".utf8)))
        let runner = CatalogNodeRunner(
            catalog: catalog, credentials: OneCredential(hosts: nil), transport: transport, baseURLs: baseURLs,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let now = Timestamp(microseconds: 0)
        _ = await runner.run(
            NodeInvocation(
                run: RunID("test"), workflow: WorkflowName("test"), step: StepID("test"), item: nil, attempt: 1,
                firstStartedAt: now, now: now, node: NodeName("acme.get"), parameters: ["path": .string(path)],
                credential: CredentialName("acme"), timeout: .seconds(5)))
        return transport.sent.withLock { $0 }
    }

    @Test("the key of a provider goes to the host of its base URL, to those of `allow_hosts`, or to where its address was put")
    func providers() async {
        #expect(await Self.get("/x", Self.provider()) == ["https://api.acme.example/x"])
        #expect(await Self.get("@evil.example/x", Self.provider()) == [])
        #expect(await Self.get(".evil.example/x", Self.provider()) == [])
        #expect(await Self.get("/x", Self.provider("allow_hosts: [api2.acme.example]")) == [])
        #expect(await Self.get("/x", Self.provider("allow_hosts: [\"*.acme.example\"]")) == ["https://api.acme.example/x"])
        let proxy = ["acme": "http://127.0.0.1:9"]
        #expect(await Self.get("/x", Self.provider(), baseURLs: proxy) == ["http://127.0.0.1:9/x"])
        #expect(await Self.get("@evil.example/x", Self.provider(), baseURLs: proxy) == [])
    }
}
