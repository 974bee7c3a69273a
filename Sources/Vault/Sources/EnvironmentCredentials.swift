import RunEngine
import WorkflowModel

/// Credentials out of environment variables: `ULAK_CREDENTIAL_<NAME>_<FIELD>`, upper case, other characters as `_`.
///
/// `ULAK_CREDENTIAL_TURKEYSMS_API_KEY` is the field `api_key` of the credential `turkeysms`. An empty variable counts as none.
public struct EnvironmentCredentials: CredentialInventory {
    private let secrets: [String: Secret]

    public init(_ environment: [String: String]) {
        secrets = environment.filter { $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty }.mapValues { Secret($0) }
    }

    private static let prefix = "ULAK_CREDENTIAL_"

    public var title: String { "the environment" }

    /// The variable that holds a field, for messages.
    public static func variable(_ name: CredentialName, field: String) -> String {
        prefix + spelled(name.rawValue) + "_" + spelled(field)
    }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        let start = Self.prefix + Self.spelled(name.rawValue) + "_"
        var fields: [String: Secret] = [:]
        for (variable, secret) in secrets where variable.hasPrefix(start) && variable.count > start.count {
            fields[variable.dropFirst(start.count).lowercased()] = secret
        }
        return fields.isEmpty ? nil : Credential(name: name, fields: fields)
    }

    private static func spelled(_ name: String) -> String {
        String(
            name.uppercased().unicodeScalars.map { scalar in
                ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
            })
    }
}
