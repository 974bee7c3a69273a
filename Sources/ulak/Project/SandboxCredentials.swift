import NodeCatalog
import RunEngine
import Sandbox
import Synchronization
import WorkflowModel

/// The credentials of the simulated providers, under whatever names plans give them.
final class SandboxCredentials: CredentialSource {
    /// Guards what plans have named so far.
    private let known = Mutex<[CredentialName: Credential]>([:])
    private let catalog: Catalog
    private let others: any CredentialSource

    init(plan: Plan, catalog: Catalog, others: any CredentialSource) {
        self.catalog = catalog
        self.others = others
        add(plan)
    }

    /// Takes in what another workflow names that the run starts.
    func add(_ plan: Plan) {
        for step in (plan.steps + plan.onFailure).flatMap(\.routes) {
            guard let name = step.credential, let provider = step.route?.provider ?? catalog.node(step.node)?.provider?.name,
                let fields = Self.fields[provider]
            else { continue }
            known.withLock { $0[name] = Credential(name: name, fields: fields.mapValues { Secret($0) }) }
        }
    }

    func declare(_ names: Set<CredentialName>) { others.declare(names) }

    /// What the sandbox accepts, by provider.
    static let fields: [String: [String: String]] = [
        "turkeysms": ["api_key": TurkeySMSAccount.defaultAPIKey],
        "iletimerkezi": ["key": IletiMerkeziAccount.defaultKey, "hash": IletiMerkeziAccount.defaultHash],
    ]

    /// The providers that the sandbox plays.
    static var providers: Set<String> { Set(fields.keys) }

    static func baseURLs(_ base: String) -> [String: String] {
        [
            "turkeysms": base + SandboxConfiguration.turkeySMSPrefix,
            "iletimerkezi": base + SandboxConfiguration.iletiMerkeziPrefix,
        ]
    }

    func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        if let credential = known.withLock({ $0[name] }) { return credential }
        return try await others.credential(name)
    }
}
