import Diagnostics
import NodeCatalog
import WorkflowModel

/// A credential that a step or a trigger names, and the fields that it must have there.
struct CredentialNeed {
    let name: CredentialName
    /// Whom messages name, such as "step `notify`".
    let subject: String
    /// The provider or node that the credential is for.
    let owner: String
    /// What `ulak vault set --type` takes for it.
    let type: String?
    let fields: [CredentialField]
    /// One field is enough, whatever its name.
    var isAnyEnough = false
    let location: SourceLocation

    /// The fields that are missing among those that are there.
    func missing(among given: Set<String>) -> [CredentialField] {
        if isAnyEnough, !given.isEmpty { return [] }
        return fields.filter { !$0.isOptional && !given.contains($0.name) }
    }

    /// Every need of a plan, in the order of the file: triggers, steps, then `on_failure`.
    static func all(of plan: Plan, catalog: Catalog, withTriggers: Bool) -> [CredentialNeed] {
        (withTriggers ? plan.triggers.compactMap { of($0, catalog: catalog) } : [])
            + (plan.steps + plan.onFailure).flatMap(\.routes).compactMap { step in
                guard let name = step.credential, let manifest = catalog.node(step.node) else { return nil }
                let owner = step.route?.provider ?? manifest.provider?.name ?? manifest.name.rawValue
                return CredentialNeed(
                    name: name, subject: "step `\(step.id)`", owner: owner, type: owner,
                    fields: step.route.flatMap { catalog.provider($0.provider).manifest?.credentialFields }
                        ?? fields(of: manifest),
                    location: step.location)
            }
    }

    /// A credential without a provider says itself where it may go, or it goes nowhere.
    private static func fields(of manifest: NodeManifest) -> [CredentialField] {
        guard manifest.provider == nil else { return manifest.credentialFields }
        return manifest.credentialFields.map { field in
            field.name == "allow_hosts" ? CredentialField(name: field.name, isOptional: false, help: field.help) : field
        }
    }

    /// A webhook names its credential in `auth`, a delivery report in its parameter `credential`.
    private static func of(_ trigger: PlannedTrigger, catalog: Catalog) -> CredentialNeed? {
        let subject = "trigger `\(trigger.id)`"
        if let auth = trigger.parameters["auth"], let name = WebhookAuthShape.credential(in: auth) {
            let (fields, isAnyEnough) = WebhookAuthShape.credentialFields(in: auth)
            return CredentialNeed(
                name: name, subject: subject, owner: trigger.node.rawValue, type: nil, fields: fields, isAnyEnough: isAnyEnough,
                location: trigger.location)
        }
        guard let manifest = catalog.node(trigger.node), !manifest.credentialFields.isEmpty,
            let name = trigger.parameters["credential"]?.stringValue
        else { return nil }
        return CredentialNeed(
            name: CredentialName(name), subject: subject, owner: trigger.node.rawValue, type: trigger.node.rawValue,
            fields: manifest.credentialFields, location: trigger.location)
    }
}
