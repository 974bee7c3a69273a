import RunEngine
import Synchronization
import WorkflowModel

/// Credentials out of a vault file. The key is asked for when the first value is needed; the file is read again when it has changed.
public final class VaultCredentials: CredentialInventory {
    private struct State {
        var stamp: SmallFile.Stamp?
        var document: VaultDocument?
        var vault: OpenVault?
        var master: (fingerprint: String, key: MasterKey)?
    }

    private let file: VaultFile
    private let isRequired: Bool
    private let key: @Sendable (VaultDocument) throws(VaultFailure) -> MasterKey
    /// Guards what was read last. It is held while a file is read and a key derived, so that this happens once.
    private let state = Mutex(State())

    /// - Parameters:
    ///   - isRequired: without it a vault that is not there holds no credentials.
    ///   - key: finds the master key.
    public init(
        path: String, isRequired: Bool, key: @escaping @Sendable (VaultDocument) throws(VaultFailure) -> MasterKey
    ) {
        file = VaultFile(path: path)
        self.isRequired = isRequired
        self.key = key
    }

    public var title: String { "the vault `\(file.path)`" }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        do throws(VaultFailure) {
            return try state.withLock { (state) throws(VaultFailure) -> Credential? in
                guard let document = try refresh(&state), document.fieldNames(of: name.rawValue) != nil else { return nil }
                if let vault = state.vault { return try vault.credential(name) }
                let vault = try OpenVault(document, try master(document, &state))
                state.vault = vault
                return try vault.credential(name)
            }
        } catch {
            throw error.credentialError
        }
    }

    public func fieldNames(of name: CredentialName) async throws(CredentialError) -> Set<String>? {
        do throws(VaultFailure) {
            return try state.withLock { (state) throws(VaultFailure) -> Set<String>? in
                try refresh(&state)?.fieldNames(of: name.rawValue).map { Set($0) }
            }
        } catch {
            throw error.credentialError
        }
    }

    /// The vault as it stands in the file now; nil when there is none and none is needed.
    private func refresh(_ state: inout State) throws(VaultFailure) -> VaultDocument? {
        let stamp = SmallFile.stamp(of: file.path)
        if let document = state.document, stamp != nil, stamp == state.stamp { return document }
        state.vault = nil
        state.document = nil
        if stamp == nil, !isRequired { return nil }
        let (document, read) = try file.readWithStamp()
        state.document = document
        state.stamp = read
        return document
    }

    /// A pass-phrase is asked and derived once for a vault, and again when its parameters changed.
    private func master(_ document: VaultDocument, _ state: inout State) throws(VaultFailure) -> MasterKey {
        if let known = state.master, known.fingerprint == document.key.fingerprint { return known.key }
        let key = try key(document)
        state.master = (document.key.fingerprint, key)
        return key
    }
}
