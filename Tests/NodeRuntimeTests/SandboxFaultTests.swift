import Foundation
import Logging
import NodeCatalog
import NodeRuntime
import RunEngine
import Sandbox
import Testing
import Values
import WorkflowModel

/// Real requests over loopback against the sandbox, with something going wrong on the way.
@Suite("What a lost or strange answer means", .serialized)
struct SandboxFaultTests {
    struct Credentials: CredentialSource {
        func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
            let fields: [String: String]? =
                switch name.rawValue {
                case "turkeysms": ["api_key": TurkeySMSAccount.defaultAPIKey]
                case "iletimerkezi": ["key": IletiMerkeziAccount.defaultKey, "hash": IletiMerkeziAccount.defaultHash]
                case "wrong": ["api_key": "canary-7f3a", "key": "canary-7f3a", "hash": "canary-7f3a"]
                default: nil
                }
            return fields.map { Credential(name: name, fields: $0.mapValues { Secret($0) }) }
        }
    }

    static let send: Value = ["sender": "DEMOCO", "to": "905550000001", "text": "Order 17 is ready"]
    static let sendIletiMerkezi: Value = ["sender": "DEMOCO", "to": "905550000001", "text": "Order 17 is ready", "iys": false]

    static func run(
        _ node: String, _ parameters: Value, credential: String, baseURL: String, timeout: Duration = .seconds(60),
        isResend: Bool = false, now: Timestamp = ManifestTest.now
    ) async throws -> NodeOutcome {
        let transport = HTTPClientTransport(connectTimeout: .seconds(60))
        let runner = CatalogNodeRunner(
            catalog: .embedded, credentials: Credentials(), transport: transport,
            baseURLs: [
                "turkeysms": baseURL + SandboxConfiguration.turkeySMSPrefix,
                "iletimerkezi": baseURL + SandboxConfiguration.iletiMerkeziPrefix,
            ], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let start = ManifestTest.now
        let outcome = await runner.run(
            NodeInvocation(
                run: RunID("test"), workflow: WorkflowName("test"), step: StepID("test"), item: nil, attempt: 1,
                firstStartedAt: start, now: now, node: NodeName(node), parameters: parameters,
                credential: CredentialName(credential), timeout: timeout,
                doubt: isResend ? .init(since: start, arose: start) : nil))
        try await transport.shutdown()
        return outcome
    }

    static func arm(_ fault: Value, baseURL: String) async throws {
        let transport = HTTPClientTransport(connectTimeout: .seconds(60))
        let answer = await transport.send(
            HTTPRequest(
                method: "POST", url: "\(baseURL)/control/faults", headers: [("Content-Type", "application/json")],
                body: JSONWriter().write(fault)), timeout: .seconds(60))
        try await transport.shutdown()
        guard case .answered(let response) = answer, response.status < 300 else {
            Issue.record("the fault was not armed: \(answer)")
            return
        }
    }

    /// A fault, what it means for a send, and what it means for a read.
    static let cases: [(fault: Value, send: String, read: String)] = [
        (["fault": "html"], "unknown server_error", "failed http_502 unavailable"),
        (["fault": "half_body"], "unknown reset", "failed reset unavailable"),
        (["fault": "empty_body"], "unknown unreadable", "failed unreadable unavailable"),
        (["fault": "huge_body"], "unknown unreadable", "failed unreadable unavailable"),
        (["fault": "drop"], "unknown reset", "failed reset unavailable"),
        (["fault": "apply_then_drop"], "unknown reset", "failed reset unavailable"),
        (["fault": "status", "status": 503], "unknown server_error", "failed http_503 unavailable"),
        (["fault": "delay", "delay_milliseconds": 60_000], "unknown timeout", "failed timeout unavailable"),
        (["fault": "throttle"], "failed TS-1060 rate_limited", "failed TS-1060 rate_limited"),
    ]

    static func name(_ outcome: NodeOutcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .failed(let failure): "failed \(failure.code) \(failure.failureClass.rawValue)"
        case .unknown(let reason): "unknown \(reason.kind.rawValue)"
        case .snoozed: "snoozed"
        }
    }

    @Test("a send is unknown where it may have been applied, a read is only unavailable", arguments: cases)
    func meaning(fault: Value, send: String, read: String) async throws {
        try await withSandbox { _, baseURL in
            // Only the answer that comes late may run into its time.
            let timeout: Duration = fault["fault"] == "delay" ? .seconds(1) : .seconds(60)
            try await Self.arm(fault, baseURL: baseURL)
            let sent = try await Self.run(
                "turkeysms.send_sms", Self.send, credential: "turkeysms", baseURL: baseURL, timeout: timeout)
            #expect(Self.name(sent) == send)
            try await Self.arm(fault, baseURL: baseURL)
            let balance = try await Self.run(
                "turkeysms.get_balance", [:], credential: "turkeysms", baseURL: baseURL, timeout: timeout)
            #expect(Self.name(balance) == read)
        }
    }

    @Test("a refused connection surely sent nothing")
    func refused() async throws {
        let outcome = try await Self.run("turkeysms.send_sms", Self.send, credential: "turkeysms", baseURL: "http://127.0.0.1:1")
        #expect(Self.name(outcome) == "failed not_sent unavailable")
    }

    @Test("an identical repeat after a lost answer finds that the first arrived, and the customer gets one message")
    func repeatFindsOut() async throws {
        try await withSandbox { sandbox, baseURL in
            try await Self.arm(["fault": "apply_then_drop"], baseURL: baseURL)
            let first = try await Self.run(
                "iletimerkezi.send_sms", Self.sendIletiMerkezi, credential: "iletimerkezi", baseURL: baseURL)
            #expect(Self.name(first) == "unknown reset")
            let second = try await Self.run(
                "iletimerkezi.send_sms", Self.sendIletiMerkezi, credential: "iletimerkezi", baseURL: baseURL, isResend: true)
            #expect(second == .succeeded(["message_id": nil, "message_ids": [], "duplicate": true]))
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("a secret that a provider repeats in its answer is masked")
    func masksSecrets() async throws {
        try await withSandbox { _, baseURL in
            let outcome = try await Self.run("turkeysms.get_balance", [:], credential: "wrong", baseURL: baseURL)
            #expect(Self.name(outcome) == "failed TS-1031 credential")
            #expect(!String(describing: outcome).contains("canary"))
        }
        let echoed = NodeOutcome.failed(NodeFailure(code: "x", class: .input, message: "key canary-7f3a is unknown"))
        let redactor = Redactor([Secret("canary-7f3a")])
        guard case .failed(let failure) = echoed else { return }
        #expect(redactor.redact(failure.message) == "key **** is unknown")
    }

    @Test("parameters that do not pass are refused before anything is sent")
    func refusesParameters() async throws {
        try await withSandbox { sandbox, baseURL in
            let outcome = try await Self.run(
                "turkeysms.send_sms", ["sender": "DEMOCO", "to": "12345", "text": "Hello"], credential: "turkeysms",
                baseURL: baseURL)
            #expect(Self.name(outcome) == "failed parameter input")
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test(
        "a repeat that comes after its time to send at does not leave: the first may have arrived, a second would go out at once")
    func lateRepeat() async throws {
        var configuration = SandboxConfiguration()
        configuration.now = { Date(timeIntervalSince1970: Double(ManifestTest.now.microseconds) / 1_000_000) }
        try await withSandbox(configuration) { sandbox, baseURL in
            guard var later = Self.sendIletiMerkezi.objectValue else { return }
            later["send_at"] = "2030-01-01T00:05:00Z"
            try await Self.arm(["fault": "drop"], baseURL: baseURL)
            let first = try await Self.run(
                "iletimerkezi.send_sms", .object(later), credential: "iletimerkezi", baseURL: baseURL)
            #expect(Self.name(first) == "unknown reset")
            let late = try await Self.run(
                "iletimerkezi.send_sms", .object(later), credential: "iletimerkezi", baseURL: baseURL, isResend: true,
                now: ManifestTest.now + .seconds(301))
            guard case .failed(let failure) = late else {
                Issue.record("it was not refused: \(late)")
                return
            }
            #expect(failure.code == "parameter")
            #expect(
                failure.message
                    == "`send_at` is 2030-01-01T00:05:00.000Z, which has passed: it is 2030-01-01T00:05:01.000Z, expected a time that lies ahead; to send at once, leave `send_at` out"
            )
            #expect(await sandbox.inbox().isEmpty)
            let inTime = try await Self.run(
                "iletimerkezi.send_sms", .object(later), credential: "iletimerkezi", baseURL: baseURL, isResend: true,
                now: ManifestTest.now + .seconds(299))
            #expect(Self.name(inTime) == "succeeded")
            #expect(await sandbox.inbox().map(\.at) == ["2030-01-01T00:05:00Z"])
        }
    }
}
