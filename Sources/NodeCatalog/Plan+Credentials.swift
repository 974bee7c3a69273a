import WorkflowModel

extension Plan {
    /// Every credential that the plan names: in steps and the ways that they may go, in the `auth` of webhooks, and in the parameters
    /// of other triggers.
    public var credentialNames: Set<CredentialName> {
        let steps = steps + onFailure
        var names = Set((steps + steps.flatMap(\.routes)).compactMap(\.credential))
        for trigger in triggers {
            if let name = trigger.parameters["auth"].flatMap(WebhookAuthShape.credential) { names.insert(name) }
            if let name = trigger.parameters["credential"]?.stringValue { names.insert(CredentialName(name)) }
        }
        return names
    }
}
