import RunEngine
import WorkflowModel

/// A source of credentials that can also tell which fields it has, for checks before anything runs.
///
/// What implementers owe, beyond `CredentialSource`: `fieldNames` reads no secret where that can be avoided, and needs no key for it.
public protocol CredentialInventory: CredentialSource {
    /// What messages call it, such as "the vault `vault.yaml`".
    var title: String { get }

    /// The fields of a credential; nil when the source does not have it.
    func fieldNames(of name: CredentialName) async throws(CredentialError) -> Set<String>?
}

extension CredentialInventory {
    public func fieldNames(of name: CredentialName) async throws(CredentialError) -> Set<String>? {
        (try await credential(name)).map { Set($0.fields.keys) }
    }
}
