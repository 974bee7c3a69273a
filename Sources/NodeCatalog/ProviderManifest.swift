import Diagnostics

/// What the operations of one provider share. Read from `nodes/<provider>/provider.yaml`.
public struct ProviderManifest: Sendable {
    public let name: String
    public let title: String
    public let summary: String
    /// Without a slash at the end.
    public let baseURL: String
    public let credentialFields: [CredentialField]
    public let response: ResponseRules
    public let codes: [String: CodeMeaning]
    public let file: SourceFile
}
