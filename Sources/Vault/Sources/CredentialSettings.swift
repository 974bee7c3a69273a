import RunEngine
import WorkflowModel

/// Where credentials are looked for, and in which order. The command line reads it from the environment; other configuration
/// fills in the same values.
public struct CredentialSettings: Sendable {
    /// A kind of source, by the name that configuration uses.
    public enum Source: String, CaseIterable, Sendable {
        case environment
        case files
        case vault
        case hashicorp
    }

    /// Each at most once.
    public var order: [Source] = [.environment, .files, .vault]
    /// Whether somebody asked for this order: then a vault that is not there is a mistake.
    public var isExplicit = false
    /// Folders of the source `files`, in order.
    public var folders: [String] = []
    public var vaultPath = VaultFile.defaultPath
    public var hashicorp: HashiCorpSettings?

    public init() {}

    /// Reads `ULAK_CREDENTIAL_SOURCES`, `ULAK_CREDENTIALS_FOLDER`, `CREDENTIALS_DIRECTORY`, `ULAK_VAULT` and what HashiCorp's server needs.
    public init(environment: [String: String]) throws(VaultFailure) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let text = value("ULAK_CREDENTIAL_SOURCES") {
            order = try Self.order(text)
            isExplicit = true
        }
        folders = [value("ULAK_CREDENTIALS_FOLDER"), value("CREDENTIALS_DIRECTORY")].compactMap { $0 }
        if let path = value("ULAK_VAULT") {
            vaultPath = path
            isExplicit = true
        }
        if order.contains(.hashicorp) { hashicorp = try HashiCorpSettings(environment: environment) }
    }

    /// Reads an order such as `environment,vault`.
    public static func order(_ text: String) throws(VaultFailure) -> [Source] {
        var order: [Source] = []
        for word in text.split(separator: ",") {
            let name = String(word.filter { $0 != " " })
            guard let source = Source(rawValue: name) else {
                throw VaultFailure(
                    .sourceConfiguration, "there is no source of credentials `\(name)`",
                    label: "expected some of " + Source.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "),
                    help: ["ULAK_CREDENTIAL_SOURCES names them, with commas between"])
            }
            guard !order.contains(source) else {
                throw VaultFailure(.sourceConfiguration, "the source of credentials `\(name)` is named twice")
            }
            order.append(source)
        }
        guard !order.isEmpty else { throw VaultFailure(.sourceConfiguration, "ULAK_CREDENTIAL_SOURCES names no source") }
        return order
    }

    /// The sources, ready to be asked. Nothing is read yet.
    ///
    /// - Parameter transport: carries requests to a HashiCorp server.
    public func chain(
        environment: [String: String], keys: KeySources, transport: any SecretServerTransport
    ) -> CredentialChain {
        var sources: [any CredentialInventory] = []
        for source in order {
            switch source {
            case .environment: sources.append(EnvironmentCredentials(environment))
            case .files: sources += folders.map { FolderCredentials(folder: $0) }
            case .vault:
                sources.append(
                    VaultCredentials(path: vaultPath, isRequired: isExplicit) { document throws(VaultFailure) in
                        try keys.master(document)
                    })
            case .hashicorp:
                if let hashicorp { sources.append(HashiCorpCredentials(hashicorp, transport: transport)) }
            }
        }
        return CredentialChain(sources)
    }
}
