import Diagnostics
import NodeCatalog
import Testing
import WorkflowModel

@Suite("The manifests that come with Ulak")
struct EmbeddedManifestTests {
    static let names: [NodeName] = Catalog.embedded.names

    @Test("every documented operation of the providers is there")
    func allThere() {
        func operations(_ provider: String) -> [String] {
            Self.names.map(\.rawValue).filter { $0.hasPrefix(provider + ".") }.map { String($0.dropFirst(provider.count + 1)) }
        }
        #expect(
            operations("turkeysms") == [
                "add_contact", "add_to_blacklist", "check_blacklist", "check_key", "create_group", "delete_group",
                "delivery_report", "get_balance", "get_detailed_report", "get_report", "get_senders", "get_status", "list_groups",
                "rename_group", "send_custom_otp", "send_group", "send_otp", "send_personalised", "send_sms",
            ])
        #expect(
            operations("iletimerkezi") == [
                "add_contact", "add_to_blacklist", "cancel_order", "check_consent", "create_group", "delete_contact",
                "delete_group", "delivery_report", "get_balance", "get_contact", "get_group", "get_report", "get_senders",
                "list_blacklist", "list_group_contacts", "list_groups", "list_orders", "register_consents",
                "remove_from_blacklist", "rename_group", "search_contacts", "send_personalised", "send_sms", "update_contact",
            ])
        let beta = Self.names.compactMap { Catalog.embedded.node($0) }.filter(\.isBeta)
        #expect(beta.count == 11)
        #expect(beta.allSatisfy { $0.provider?.name == "iletimerkezi" })
    }

    @Test("a node above the providers names nodes that are there, and outputs that one of them has")
    func via() throws {
        let common = Self.names.compactMap { Catalog.embedded.node($0) }.filter { $0.viaRules != nil }
        #expect(
            common.map(\.name.rawValue) == [
                "balance.get", "blacklist.add", "contact.add", "otp.send", "sms.send", "sms.send_many",
            ])
        for manifest in common {
            let targets = try (manifest.viaRules ?? []).map { try #require(Catalog.embedded.node($0.uses)) }
            #expect(Set((manifest.viaRules ?? []).map(\.provider)) == ["turkeysms", "iletimerkezi"])
            guard case .declared(let outputs) = manifest.outputs else { continue }
            let given = targets.flatMap { target -> [String] in
                if case .declared(let outputs) = target.outputs { outputs.map(\.name) } else { [] }
            }
            #expect(outputs.map(\.name).filter { $0 != "provider" && !given.contains($0) } == [], "\(manifest.name)")
        }
    }

    @Test("each row of the providers' code tables is there")
    func codes() {
        // The providers' pages, section 8 and section 5.
        let turkeysms = Catalog.embedded.provider("turkeysms").manifest?.codes ?? [:]
        #expect(turkeysms.count == 45)
        let iletimerkezi = Catalog.embedded.provider("iletimerkezi").manifest?.codes ?? [:]
        #expect(iletimerkezi.count == 39)
        #expect(turkeysms["TS-1024"]?.kind == .success)
        #expect(turkeysms["TS-1081"]?.kind == .failure(.config))
        #expect(iletimerkezi["111"]?.kind == .status)
        #expect(iletimerkezi["451"]?.kind == .failure(.duplicate))
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

    @Test("what must not be repeated blindly is a send")
    func sends() {
        let sends = Self.names.compactMap { Catalog.embedded.node($0) }
            .filter { $0.kind == .action && $0.effect.effect(of: { _ in nil }) == .send }.map(\.name.rawValue)
        #expect(
            sends == [
                "command.run", "file.write", "http.request", "iletimerkezi.add_contact", "iletimerkezi.create_group",
                "iletimerkezi.send_personalised",
                "iletimerkezi.send_sms", "otp.deliver", "otp.send", "sms.send", "sms.send_many", "turkeysms.send_custom_otp",
                "turkeysms.send_group",
                "turkeysms.send_otp",
                "turkeysms.send_personalised", "turkeysms.send_sms",
            ])
    }
}
