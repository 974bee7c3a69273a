import Diagnostics
import NodeCatalog
import Testing
import WorkflowModel

@Suite("The manifests that come with Ulak")
struct EmbeddedManifestTests {
    static let names: [NodeName] = Catalog.embedded.names

    @Test("the nodes of the first version are all there")
    func allThere() {
        #expect(
            Self.names.map(\.rawValue) == [
                "cron", "fail", "file_watch", "http.request", "iletimerkezi.add_to_blacklist", "iletimerkezi.delivery_report",
                "iletimerkezi.get_balance", "iletimerkezi.get_report", "iletimerkezi.remove_from_blacklist",
                "iletimerkezi.send_sms", "log", "respond", "set",
                "turkeysms.add_contact", "turkeysms.add_to_blacklist", "turkeysms.check_key", "turkeysms.delivery_report",
                "turkeysms.get_balance", "turkeysms.send_custom_otp", "turkeysms.send_otp", "turkeysms.send_sms", "wait",
                "webhook",
            ])
    }

    @Test("each one reads without a finding", arguments: names)
    func reads(name: NodeName) {
        switch Catalog.embedded.lookup(name) {
        case .found(let manifest):
            #expect(manifest.name == name)
            #expect(!manifest.title.isEmpty && !manifest.summary.isEmpty)
        case .broken(let diagnostics): Issue.record("\(DiagnosticRenderer().render(diagnostics))")
        case .unknown: Issue.record("\(name) is not known")
        }
    }

    @Test("each operation of a provider carries tests", arguments: names)
    func hasTests(name: NodeName) {
        guard let manifest = Catalog.embedded.node(name), manifest.provider != nil, manifest.kind == .action else { return }
        #expect(!manifest.tests.isEmpty)
    }

    @Test("delivery reports of every provider have one shape")
    func deliveryReports() throws {
        let manifests = Self.names.filter { $0.rawValue.hasSuffix(".delivery_report") }.compactMap { Catalog.embedded.node($0) }
        let shapes = manifests.compactMap { manifest -> [String]? in
            guard case .declared(let outputs) = manifest.outputs else { return nil }
            return outputs.map { "\($0.name): \($0.type.name)" }
        }
        #expect(shapes.count == 2)
        #expect(Set(shapes).count == 1)
        #expect(manifests.allSatisfy { $0.kind == .trigger && $0.parameter("path") != nil && $0.parameter("credential") != nil })
    }

    @Test("what costs money or reaches a person is a send")
    func sends() {
        let sends = Self.names.compactMap { Catalog.embedded.node($0) }
            .filter { $0.kind == .action && $0.effect.effect(of: { _ in nil }) == .send }.map(\.name.rawValue)
        #expect(
            sends == [
                "http.request", "iletimerkezi.send_sms", "turkeysms.send_custom_otp", "turkeysms.send_otp", "turkeysms.send_sms",
            ])
    }
}
