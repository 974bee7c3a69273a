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
                        manifest.name.rawValue, test.parameters, credential: provider, baseURL: baseURL)
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

    /// Operations on something that has to be made before; the sandbox says that it is not there, and the manifests say what that
    /// means. A consent of 2030 is one of the future for the clock of the sandbox.
    private static let notThere = [
        "iletimerkezi.add_contact: 463 input", "iletimerkezi.cancel_order: 455 input", "iletimerkezi.delete_contact: 465 input",
        "iletimerkezi.get_contact: 465 input", "iletimerkezi.get_group: 463 input", "iletimerkezi.get_report: 455 input",
        "iletimerkezi.list_group_contacts: 463 input", "iletimerkezi.register_consents: 422 input",
        "iletimerkezi.rename_group: 462 input", "iletimerkezi.update_contact: 465 input",
        "turkeysms.get_detailed_report: TS-1052 input", "turkeysms.get_report: TS-1052 input",
        "turkeysms.get_status: TS-1052 input",
    ]

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

    @Test("what a manifest gives out for a success is what it gives out for the sandbox's answer")
    func successes() async throws {
        var outputs: [String: [String]] = [:]
        var refused: [String] = []
        for manifest in Self.manifests {
            let provider = manifest.provider?.name ?? ""
            for test in manifest.tests {
                guard case .succeeded(let expected) = test.expectation, outputs[manifest.name.rawValue] == nil, !test.isResend
                else {
                    continue
                }
                let outcome = try await withSandbox(SandboxConfiguration()) { sandbox, baseURL in
                    try await SandboxFaultTests.run(
                        manifest.name.rawValue, test.parameters, credential: provider, baseURL: baseURL)
                }
                if case .succeeded(let found) = outcome {
                    outputs[manifest.name.rawValue] = []
                    #expect(
                        Set(found.objectValue?.keys ?? []) == Set(expected.objectValue?.keys ?? []),
                        "\(manifest.name): \(test.name)")
                } else {
                    refused.append("\(manifest.name): \(Self.code(of: outcome))")
                }
            }
        }
        let never = Set(refused.map { String($0.prefix { $0 != ":" }) }).subtracting(outputs.keys)
        #expect(never.sorted().map { name in refused.first { $0.hasPrefix("\(name):") } ?? "" } == Self.notThere)
    }
}
