import Foundation
import NodeCatalog
import NodeRuntime
import RunEngine
import Sandbox
import Testing
import Values
import WorkflowModel

/// The `tests:` of the providers' manifests once more, over real HTTP against the sandbox: what a manifest expects of a provider is
/// what the sandbox does, and the other way round.
@Suite("The manifests against the sandbox", .serialized)
struct ManifestSandboxTests {
    private static var manifests: [NodeManifest] {
        Catalog.embedded.names.compactMap { Catalog.embedded.node($0) }.filter { manifest in
            guard case .http = manifest.implementation else { return false }
            return ["turkeysms", "iletimerkezi"].contains(manifest.provider?.name)
        }
    }

    @Test("a code that a manifest knows is taken the same way when the sandbox answers with it")
    func codes() async throws {
        var count = 0
        for manifest in Self.manifests {
            let provider = manifest.provider?.name ?? ""
            for test in manifest.tests {
                guard case .failed(let code, let failureClass) = test.expectation,
                    let path = test.request?.path ?? Self.path(of: manifest),
                    let number = Self.number(code, provider), !Self.undocumented.contains(code)
                else { continue }
                var configuration = SandboxConfiguration()
                configuration.turkeySMS.requestsPerMinute = nil
                try await withSandbox(configuration) { sandbox, baseURL in
                    let prefix =
                        provider == "turkeysms" ? SandboxConfiguration.turkeySMSPrefix : SandboxConfiguration.iletiMerkeziPrefix
                    try await SandboxFaultTests.arm(
                        ["fault": "code", "code": .int(number), "path": .string(prefix + path)], baseURL: baseURL)
                    let outcome = try await SandboxFaultTests.run(
                        manifest.name.rawValue, test.scriptedParameters, credential: provider, baseURL: baseURL)
                    #expect(
                        Self.code(of: outcome) == "\(code) \(failureClass.rawValue)", "\(manifest.name): \(test.name): \(outcome)"
                    )
                }
                count += 1
            }
        }
        #expect(count > 20)
    }

    /// Codes that no provider documents: their tests say what becomes of an unknown code, which the sandbox cannot answer with.
    private static let undocumented = ["TS-1999", "426"]

    private static func code(of outcome: NodeOutcome) -> String {
        if case .failed(let failure) = outcome { "\(failure.code) \(failure.failureClass.rawValue)" } else { "\(outcome)" }
    }

    /// The number in a code of the provider; nil for codes of Ulak's own.
    private static func number(_ code: String, _ provider: String) -> Int64? {
        provider == "turkeysms" ? (code.hasPrefix("TS-") ? Int64(code.dropFirst(3)) : nil) : Int64(code)
    }

    private static func path(of manifest: NodeManifest) -> String? {
        manifest.tests.compactMap(\.request?.path).first
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let manifest: NodeManifest
        let test: ManifestTest
        var testDescription: String { "\(manifest.name): \(test.name)" }
    }

    private static let cases = manifests.flatMap { manifest in
        manifest.tests.filter { $0.given != nil }.map { Case(manifest: manifest, test: $0) }
    }

    /// A sandbox that stands still at the moment of the tests, and delivers at once.
    private static var configuration: SandboxConfiguration {
        let now = Date(timeIntervalSince1970: Double(ManifestTest.now.microseconds) / 1_000_000)
        return SandboxConfiguration(delivery: .immediate, now: { now })
    }

    @Test("a test that says what must be there holds in the sandbox, to the last value of the output", arguments: cases)
    func holds(example: Case) async throws {
        let provider = example.manifest.provider?.name ?? ""
        let isTurkeySMS = provider == "turkeysms"
        let transport = HTTPClientTransport(connectTimeout: .seconds(60))
        let differences = try await withSandbox(Self.configuration) { _, baseURL in
            await ManifestTestRunner(catalog: .embedded).differences(
                example.test, of: example.manifest,
                on: ManifestTestRunner.Server(
                    baseURL: baseURL
                        + (isTurkeySMS ? SandboxConfiguration.turkeySMSPrefix : SandboxConfiguration.iletiMerkeziPrefix),
                    credential: isTurkeySMS
                        ? ["api_key": TurkeySMSAccount.defaultAPIKey]
                        : ["key": IletiMerkeziAccount.defaultKey, "hash": IletiMerkeziAccount.defaultHash],
                    transport: transport))
        }
        try await transport.shutdown()
        #expect(differences == [])
    }

    @Test("the success of every operation is reached in the sandbox")
    func reaches() {
        let reached = Set(
            Self.cases.compactMap { example -> NodeName? in
                guard case .succeeded = example.test.expectation else { return nil }
                return example.manifest.name
            })
        #expect(Self.manifests.map(\.name).filter { !reached.contains($0) } == [])
        #expect(Self.manifests.count == 18 + 23)
    }

    @Test("a server that does something else is noticed, in the output, in what must be there, and in the kind of outcome")
    func notices() async throws {
        let transport = HTTPClientTransport(connectTimeout: .seconds(60))
        func differences(_ node: String, _ name: String, _ configuration: SandboxConfiguration) async throws -> [String]? {
            let manifest = try #require(Catalog.embedded.node(NodeName(node)))
            let test = try #require(manifest.tests.first { $0.name == name })
            return try await withSandbox(configuration) { _, baseURL in
                await ManifestTestRunner(catalog: .embedded).differences(
                    test, of: manifest,
                    on: ManifestTestRunner.Server(
                        baseURL: baseURL + SandboxConfiguration.turkeySMSPrefix,
                        credential: ["api_key": TurkeySMSAccount.defaultAPIKey], transport: transport))
            }
        }
        var configuration = Self.configuration
        configuration.turkeySMS.mainBalance = 7
        #expect(
            try await differences("turkeysms.get_balance", "a number", configuration)
                == [#"the output is {"sms":7.0}, expected {"sms":500.0}"#])
        configuration.turkeySMS.mainBalance = 0
        #expect(
            try await differences("turkeysms.get_status", "a message that arrived", configuration)
                == [
                    "given `message` failed with TS-1027 (balance): not enough balance (the provider says: Insufficient balance.)"
                ])
        configuration.turkeySMS.operatorSuffix = String(repeating: "x", count: 160)
        configuration.turkeySMS.mainBalance = 10
        #expect(
            try await differences("turkeysms.get_status", "a message that arrived", configuration)
                == ["given `message` has the output `segments` 2, expected 1"])
        #expect(try await differences("turkeysms.get_balance", "an object", configuration) == nil)
        try await transport.shutdown()
    }

    private static func output(_ outcome: NodeOutcome) -> ValueObject {
        if case .succeeded(let output) = outcome { output.objectValue ?? [:] } else { ["outcome": .string("\(outcome)")] }
    }

    @Test("TS-1081 to TS-1083 mean two things: with the codes of the vendor's examples the nodes give out the same")
    func exampleCodes() async throws {
        for replays in [false, true] {
            var configuration = Self.configuration
            configuration.turkeySMS.replaysExampleCodes = replays
            try await withSandbox(configuration) { _, baseURL in
                func run(_ node: String, _ parameters: Value) async throws -> ValueObject {
                    Self.output(
                        try await SandboxFaultTests.run(
                            "turkeysms.\(node)", parameters, credential: "turkeysms", baseURL: baseURL))
                }
                #expect(try await run("create_group", ["name": "News"]) == ["group_id": 2, "created": true])
                #expect(
                    try await run("create_group", ["name": "News", "already_there": "succeed"])
                        == ["group_id": nil, "created": false])
                #expect(try await run("rename_group", ["group_id": 2, "name": "Newer"]) == ["name": "Newer"])
                #expect(try await run("list_groups", ["search": "ewe"]) == ["groups": [["id": 2, "name": "Newer"]]])
                #expect(try await run("delete_group", ["group_id": 2]) == ["deleted": true])
                #expect(try await run("delete_group", ["group_id": 2, "not_there": "succeed"]) == ["deleted": false])
                let taken = try await SandboxFaultTests.run(
                    "turkeysms.rename_group", ["group_id": 1, "name": " "], credential: "turkeysms", baseURL: baseURL)
                #expect(Self.code(of: taken) == "TS-1083 input")
            }
        }
    }

    @Test("long lists are read to the end: 501 numbers of TurkeySMS, 1,001 of iletiMerkezi, 31 orders")
    func pages() async throws {
        var configuration = Self.configuration
        configuration.turkeySMS.mainBalance = 1000
        configuration.iletiMerkezi.credits = 2000
        configuration.iletiMerkezi.recipientsPerSecond = nil
        try await withSandbox(configuration) { _, baseURL in
            func run(_ provider: String, _ node: String, _ parameters: Value) async throws -> ValueObject {
                Self.output(
                    try await SandboxFaultTests.run(
                        "\(provider).\(node)", parameters, credential: provider, baseURL: baseURL))
            }
            func numbers(_ count: Int) -> Value { .list((0..<count).map { .string(String(905_550_010_000 + $0)) }) }
            let batch = try await run(
                "turkeysms", "send_group", ["sender": "DEMOCO", "to": numbers(501), "text": "Open", "language": "standard"])
            let states = try await run("turkeysms", "get_detailed_report", ["message_id": batch["message_id"] ?? nil])
            #expect(states["total"] == 501)
            #expect(Set(states["messages"]?.listValue?.compactMap { $0["to"] } ?? []).count == 501)

            let order = try await run(
                "iletimerkezi", "send_sms", ["sender": "DEMOCO", "to": numbers(1001), "text": "Open", "iys": false])
            let report = try await run("iletimerkezi", "get_report", ["message_id": order["message_id"] ?? nil])
            #expect(Set(report["messages"]?.listValue?.compactMap { $0["to"] } ?? []).count == 1001)
            for index in 1...30 {
                _ = try await run(
                    "iletimerkezi", "send_sms",
                    ["sender": "DEMOCO", "to": "905550000001", "text": .string("Text \(index)"), "iys": false])
            }
            let orders = try await run("iletimerkezi", "list_orders", ["from": "2029-12-28", "to": "2030-01-01"])
            #expect(orders["total"] == 31)
            #expect(Set(orders["orders"]?.listValue?.compactMap { $0["message_id"] } ?? []).count == 31)
        }
    }
}
