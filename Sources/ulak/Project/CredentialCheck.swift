import Diagnostics
import NodeCatalog
import Vault
import WorkflowLanguage
import WorkflowModel

/// Holds the credentials that plans name against those that are there, before anything runs.
struct CredentialCheck {
    let catalog: Catalog
    let credentials: EnvironmentCredentials

    /// A finding for each credential that lacks something.
    ///
    /// - Parameter providers: those whose credentials are not needed.
    func findings(_ plan: Plan, severity: Severity, without providers: Set<String> = []) -> [Diagnostic] {
        var seen: Set<String> = []
        return findings(plan, severity: severity, without: providers, seen: &seen)
    }

    /// The same for several plans: what was reported for one is not said again for the next.
    func findings(
        _ plan: Plan, severity: Severity, without providers: Set<String> = [], seen: inout Set<String>
    ) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for step in (plan.steps + plan.onFailure).flatMap(\.routes) {
            guard let name = step.credential, let manifest = catalog.node(step.node) else { continue }
            let provider = step.route?.provider ?? manifest.provider?.name ?? manifest.name.rawValue
            let needed =
                step.route.flatMap { catalog.provider($0.provider).manifest?.credentialFields } ?? manifest.credentialFields
            guard !providers.contains(provider), seen.insert("\(name) for \(provider)").inserted else { continue }
            let fields = credentials.credential(named: name)?.fields ?? [:]
            let missing = needed.filter { !$0.isOptional && fields[$0.name] == nil }
            guard !missing.isEmpty else { continue }
            let what =
                fields.isEmpty
                ? "the credential `\(name)` is not there"
                : "the credential `\(name)` lacks " + missing.map { "`\($0.name)`" }.joined(separator: ", ")
            findings.append(
                Diagnostic(
                    WorkflowCode.credentialNotFound, severity: severity, "step `\(step.id)`: \(what)", at: step.location,
                    help: missing.map { field in
                        "set \(EnvironmentCredentials.variable(name, field: field.name))   # \(field.help)"
                    }))
        }
        return findings
    }
}
