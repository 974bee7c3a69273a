import Diagnostics
import WorkflowModel

/// What the operations of one provider share. Read from `nodes/<provider>/provider.yaml`.
public struct ProviderManifest: Sendable {
    public let name: String
    public let title: String
    public let summary: String
    /// Without a slash at the end.
    public let baseURL: String
    public let credentialFields: [CredentialField]
    /// The hosts that the credential may be sent to, in lower case; `*.` at the beginning stands for any names. Nil: the one of `baseURL`.
    public let allowedHosts: [String]?
    /// The operation that tells whether a credential is good, and changes nothing.
    public let check: NodeName?
    public let response: ResponseRules
    public let codes: [String: CodeMeaning]
    public let file: SourceFile
}
