import WorkflowModel

/// Finds the secret fields of a credential at the moment a request is built.
///
/// What implementers owe: nil for a name that this source does not have, so that the next source is asked; an error only when
/// the source itself cannot be read. No secret appears in an error.
public protocol CredentialSource: Sendable {
    func credential(_ name: CredentialName) async throws(CredentialError) -> Credential?

    /// Says which credentials plans name, beside those that were said before. A source whose names run into each other needs it.
    func declare(_ names: Set<CredentialName>)
}

extension CredentialSource {
    public func declare(_: Set<CredentialName>) {}
}

/// Why a credential source could not answer.
public struct CredentialError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, CaseIterable, Sendable {
        /// The source could not be read or reached.
        case unavailable
        /// The source was read, but what it holds could not be opened or understood.
        case damaged
        /// The source refused us.
        case refused
    }

    public var code: Code
    /// For people. Never holds a secret.
    public var message: String

    public init(_ code: Code, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
