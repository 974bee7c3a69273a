import WorkflowModel

/// How to reach a HashiCorp Vault with the key-value engine, version 2.
public struct HashiCorpSettings: Sendable {
    /// How we prove who we are.
    public enum Login: Sendable {
        case token(Secret)
        /// `mount` is where the method is enabled, else `approle`.
        case appRole(role: String, secret: Secret, mount: String)
    }

    /// Without a slash at the end.
    public var address: String
    public var login: Login
    /// Sent as `X-Vault-Namespace` where it is set.
    public var namespace: String?
    /// Where the key-value engine is mounted.
    public var mount = "secret"
    /// What stands before the credential's name in the path.
    public var prefix = "ulak"
    /// How long a credential that was read is used before it is read again.
    public var cacheTime: Duration = .seconds(60)
    /// For one exchange.
    public var timeout: Duration = .seconds(10)

    /// - Parameter address: begins with http:// or https://.
    public init(address: String, login: Login) throws(VaultFailure) {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw VaultFailure(
                .sourceConfiguration, "the address `\(address)` of the HashiCorp server does not begin with http:// or https://",
                label: "VAULT_ADDR has it")
        }
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.login = login
    }

    /// Reads the variables that HashiCorp's own tools use (`VAULT_ADDR`, `VAULT_TOKEN`, `VAULT_NAMESPACE`), and ours for the rest.
    public init(environment: [String: String]) throws(VaultFailure) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func secret(_ name: String) throws(VaultFailure) -> Secret? {
            if let text = value(name) { return Secret(text) }
            guard let path = value("\(name)_FILE") else { return nil }
            do throws(SmallFile.Problem) {
                return Secret(fileContents: try SmallFile.read(path, limit: 64 << 10).bytes)
            } catch {
                throw VaultFailure(.sourceConfiguration, "cannot read the file `\(path)`", label: "\(name)_FILE names it")
            }
        }
        guard let address = value("VAULT_ADDR") else {
            throw VaultFailure(
                .sourceConfiguration, "the source `hashicorp` needs the address of its server", label: "set VAULT_ADDR")
        }
        let login: Login
        if let role = value("ULAK_HASHICORP_ROLE_ID") {
            guard let secret = try secret("ULAK_HASHICORP_SECRET_ID") else {
                throw VaultFailure(
                    .sourceConfiguration, "ULAK_HASHICORP_ROLE_ID is set, but no secret id",
                    label: "set ULAK_HASHICORP_SECRET_ID or ULAK_HASHICORP_SECRET_ID_FILE")
            }
            login = .appRole(role: role, secret: secret, mount: value("ULAK_HASHICORP_APPROLE_MOUNT") ?? "approle")
        } else if let token = try secret("VAULT_TOKEN") {
            login = .token(token)
        } else {
            throw VaultFailure(
                .sourceConfiguration, "the source `hashicorp` needs a token or a role",
                label: "set VAULT_TOKEN, or ULAK_HASHICORP_ROLE_ID and ULAK_HASHICORP_SECRET_ID")
        }
        try self.init(address: address, login: login)
        namespace = value("VAULT_NAMESPACE")
        if let mount = value("ULAK_HASHICORP_MOUNT") { self.mount = Self.trimmed(mount) }
        if let prefix = environment["ULAK_HASHICORP_PREFIX"] { self.prefix = Self.trimmed(prefix) }
    }

    private static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.hasPrefix("/") { path = path.dropFirst() }
        while path.hasSuffix("/") { path = path.dropLast() }
        return String(path)
    }
}
