import Diagnostics
import NodeCatalog
import Vault
import WorkflowLanguage
import WorkflowModel

/// Holds the credentials that a plan names against those that are there, before anything runs.
struct CredentialCheck {
    let catalog: Catalog
    let credentials: EnvironmentCredentials

    /// - Parameter seen: credentials that need not be looked at any more; those looked at now are added.
    func findings(_ plan: Plan, severity: Severity, seen: inout Set<CredentialName>) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for step in plan.steps + plan.onFailure {
            guard let name = step.credential, let manifest = catalog.node(step.node), seen.insert(name).inserted else { continue }
            let fields = credentials.credential(named: name)?.fields ?? [:]
            let missing = manifest.credentialFields.filter { !$0.isOptional && fields[$0.name] == nil }
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
