import RunEngine
import WorkflowModel

/// Several sources of credentials, asked in order. The first that has a credential gives all of it; fields are never mixed.
///
/// A source that cannot answer ends the search: what a later one holds may be older, so the caller tries again instead.
public struct CredentialChain: CredentialInventory {
    public let sources: [any CredentialInventory]

    public init(_ sources: [any CredentialInventory]) {
        self.sources = sources
    }

    public var title: String { sources.map(\.title).joined(separator: ", ") }

    public func declare(_ names: Set<CredentialName>) {
        for source in sources { source.declare(names) }
    }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        for source in sources {
            if let found = try await source.credential(name) { return found }
        }
        return nil
    }

    public func fieldNames(of name: CredentialName) async throws(CredentialError) -> Set<String>? {
        for source in sources {
            if let found = try await source.fieldNames(of: name) { return found }
        }
        return nil
    }

    /// The source that gives a credential, and its fields there.
    public func place(of name: CredentialName) async throws(CredentialError) -> (
        source: any CredentialInventory, fields: Set<String>
    )? {
        for source in sources {
            if let found = try await source.fieldNames(of: name) { return (source, found) }
        }
        return nil
    }
}
