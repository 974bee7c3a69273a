import NodeCatalog
import RunEngine
import Sandbox
import WorkflowModel

/// The credentials of the simulated providers, under whatever names a plan gives them.
struct SandboxCredentials: CredentialSource {
    private let known: [CredentialName: Credential]
    private let others: any CredentialSource

    init(plan: Plan, catalog: Catalog, others: any CredentialSource) {
        var known: [CredentialName: Credential] = [:]
        for step in (plan.steps + plan.onFailure).flatMap(\.routes) {
            guard let name = step.credential, let provider = step.route?.provider ?? catalog.node(step.node)?.provider?.name,
                let fields = Self.fields[provider]
            else { continue }
            known[name] = Credential(name: name, fields: fields.mapValues { Secret($0) })
        }
        self.known = known
        self.others = others
    }

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
        if let credential = known[name] { return credential }
        return try await others.credential(name)
    }
}
