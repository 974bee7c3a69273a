import RunEngine
import Synchronization
import WorkflowModel

/// Credentials out of environment variables: `ULAK_CREDENTIAL_<NAME>_<FIELD>`, upper case, other characters as `_`.
///
/// `ULAK_CREDENTIAL_TURKEYSMS_API_KEY` is the field `api_key` of the credential `turkeysms`. An empty variable counts as none.
/// `ULAK_CREDENTIAL_SHOP_ADMIN_TOKEN` could be the field `admin_token` of `shop` and the field `token` of `shop_admin`: of the
/// credentials that plans name, the one with the longest name has it.
public final class EnvironmentCredentials: CredentialInventory {
    private let secrets: [String: Secret]
    /// Guards how the names that plans use begin in a variable.
    private let declared = Mutex<Set<String>>([])

    public init(_ environment: [String: String]) {
        secrets = environment.filter { $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty }.mapValues { Secret($0) }
    }

    private static let prefix = "ULAK_CREDENTIAL_"

    public var title: String { "the environment" }

    /// The variable that holds a field, for messages.
    public static func variable(_ name: CredentialName, field: String) -> String { start(name) + spelled(field) }

    public func declare(_ names: Set<CredentialName>) {
        declared.withLock { $0.formUnion(names.map(Self.start)) }
    }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        let start = Self.start(name)
        let longer = declared.withLock { $0.filter { $0.count > start.count && $0.hasPrefix(start) } }
        var fields: [String: Secret] = [:]
        for (variable, secret) in secrets where variable.hasPrefix(start) && variable.count > start.count {
            if longer.contains(where: { variable.hasPrefix($0) && variable.count > $0.count }) { continue }
            fields[variable.dropFirst(start.count).lowercased()] = secret
        }
        return fields.isEmpty ? nil : Credential(name: name, fields: fields)
    }

    /// What the variables of a credential begin with.
    private static func start(_ name: CredentialName) -> String { prefix + spelled(name.rawValue) + "_" }

    private static func spelled(_ name: String) -> String {
        String(
            name.uppercased().unicodeScalars.map { scalar in
                ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
            })
    }
}
