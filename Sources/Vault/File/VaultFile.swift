import Diagnostics
import Foundation

/// A vault on disk. A failed change leaves the file as it was.
public struct VaultFile: Sendable {
    public let path: String
    /// Stops a change at a step; for tests of what a crash leaves.
    var before: @Sendable (DurableFile.Step) throws -> Void = { _ in }

    public init(path: String) {
        self.path = path
    }

    /// Where a vault is when nobody says.
    public static let defaultPath = "vault.yaml"

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    // MARK: Reading

    /// The vault, still sealed: its names can be read without a key.
    public func read() throws(VaultFailure) -> VaultDocument { try readWithStamp().document }

    func readWithStamp() throws(VaultFailure) -> (document: VaultDocument, stamp: SmallFile.Stamp) {
        let contents: SmallFile.Contents
        do throws(SmallFile.Problem) {
            contents = try SmallFile.read(path, limit: VaultDocument.limits.fileBytes)
        } catch {
            switch error {
            case .absent:
                throw VaultFailure(
                    .noVault, "there is no vault `\(path)`",
                    help: ["`ulak vault init` makes one; ULAK_VAULT or --vault name another"])
            case .folder: throw VaultFailure(.unreadable, "`\(path)` is a folder, expected a vault")
            case .larger: throw VaultFailure(.unreadable, "`\(path)` is larger than 16 MiB, which no vault is")
            case .refused(let reason): throw VaultFailure(.unreadable, "cannot read the vault `\(path)`: \(reason)")
            }
        }
        return (try VaultDocument(bytes: contents.bytes, path: path), contents.stamp)
    }

    /// The vault with its values.
    ///
    /// - Parameter key: asked for once the header is known.
    public func open(_ key: (VaultDocument) throws(VaultFailure) -> MasterKey) throws(VaultFailure) -> OpenVault {
        let document = try read()
        return try OpenVault(document, try key(document))
    }

    // MARK: Writing

    /// Writes a new vault. A file that is there stays as it is.
    public func create(_ vault: OpenVault, _ master: MasterKey) throws(VaultFailure) {
        let lock = try VaultLock.acquire(path)
        defer { lock.release() }
        try refuseIfThere()
        try write(vault.finished(), master)
    }

    /// What `create` would say to a file that is there.
    public func refuseIfThere() throws(VaultFailure) {
        guard !exists else {
            throw VaultFailure(
                .exists, "`\(path)` is there already", label: "it is left as it is", help: ["name another with --vault"])
        }
    }

    /// Reads the vault again, changes it and writes it, while no other process can. Nothing is written when nothing changed.
    ///
    /// - Parameter newMaster: the key that it has afterwards; nil: the same.
    public func update<Result>(
        _ master: MasterKey, to newMaster: MasterKey? = nil,
        _ change: (inout OpenVault) throws(VaultFailure) -> Result
    ) throws(VaultFailure) -> Result {
        let lock = try VaultLock.acquire(path)
        defer { lock.release() }
        var vault = try OpenVault(try read(), master)
        let result = try change(&vault)
        if vault.isChanged { try write(vault.finished(), newMaster ?? master) }
        return result
    }

    /// How the file differs from what was sealed last; with `accept` the file is sealed as it stands.
    public func differences(_ master: MasterKey, accept: Bool) throws(VaultFailure) -> [Diagnostic] {
        let lock = try VaultLock.acquire(path)
        defer { lock.release() }
        var vault = try OpenVault(unverified: try read(), master)
        var differences: [Diagnostic]
        do throws(VaultFailure) {
            differences = try vault.differences()
        } catch {
            differences = error.diagnostics
        }
        if accept, !differences.isEmpty {
            try vault.acceptDifferences()
            try write(vault.finished(), master)
        }
        return differences
    }

    private func write(_ document: VaultDocument, _ master: MasterKey) throws(VaultFailure) {
        let bytes = Array(document.text.utf8)
        // What cannot be read back must not take the place of what can.
        _ = try OpenVault(try VaultDocument(bytes: bytes, path: path), master)
        do {
            try DurableFile(path: path, before: before).replace(with: bytes, mode: 0o644)
        } catch let failure as DurableFile.Failure {
            throw VaultFailure(.notWritten, "cannot write the vault `\(path)`: \(failure.reason)", label: "it is as it was")
        } catch {
            throw VaultFailure(.notWritten, "the change of `\(path)` was broken off: \(error)")
        }
    }
}
