import Diagnostics
import NodeCatalog
import RunEngine
import Vault
import WorkflowLanguage
import WorkflowModel

/// Holds the credentials that plans name against those that are there, before anything runs.
struct CredentialCheck {
    let catalog: Catalog
    let credentials: CredentialChain
    /// Whether values are opened, as a run would, or only names are looked up, which takes no key.
    var opensValues = false
    /// Whether triggers count too: one run does not need what its trigger needs.
    var withTriggers = false

    /// A finding for each credential that lacks something.
    ///
    /// - Parameter providers: those whose credentials are not needed.
    func findings(_ plan: Plan, severity: Severity, without providers: Set<String> = []) async -> [Diagnostic] {
        var seen: Set<String> = []
        return await findings(plan, severity: severity, without: providers, seen: &seen)
    }

    /// The same for several plans: what was reported for one is not said again for the next.
    func findings(
        _ plan: Plan, severity: Severity, without providers: Set<String> = [], seen: inout Set<String>
    ) async -> [Diagnostic] {
        credentials.declare(plan.credentialNames)
        var findings: [Diagnostic] = []
        for need in CredentialNeed.all(of: plan, catalog: catalog, withTriggers: withTriggers)
        where !providers.contains(need.owner) && seen.insert("\(need.name) for \(need.owner)").inserted {
            if let finding = await finding(need, severity: severity) { findings.append(finding) }
        }
        return findings
    }

    private func finding(_ need: CredentialNeed, severity: Severity) async -> Diagnostic? {
        let fields: Set<String>
        do throws(CredentialError) {
            fields =
                opensValues
                ? Set(try await credentials.credential(need.name)?.fields.keys.map { $0 } ?? [])
                : try await credentials.fieldNames(of: need.name) ?? []
        } catch {
            // A source that is down may be up when the step gets there; the run tries again then.
            return Diagnostic(
                error.code == .unavailable ? VaultCode.sourceUnavailable : VaultCode.checkFailed,
                severity: error.code == .unavailable ? .warning : severity, "\(need.subject): \(error.message)", at: need.location
            )
        }
        let missing = need.missing(among: fields)
        guard !missing.isEmpty else { return nil }
        let what =
            fields.isEmpty
            ? "the credential `\(need.name)` is not there"
            : "the credential `\(need.name)` lacks " + missing.map { "`\($0.name)`" }.joined(separator: ", ")
        return Diagnostic(
            WorkflowCode.credentialNotFound, severity: severity, "\(need.subject): \(what)", at: need.location,
            help: missing.map { field in
                "set \(EnvironmentCredentials.variable(need.name, field: field.name))   # \(field.help)"
            } + ["or keep it in the vault: ulak vault set \(need.name)" + (need.type.map { " --type \($0)" } ?? "")])
    }
}
