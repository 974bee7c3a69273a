import Foundation
import WorkflowModel

/// Where the master key of a vault is looked for, in this order: `ULAK_VAULT_KEY`, the file in `ULAK_VAULT_KEY_FILE`, the systemd credential
/// `ulak-vault-key`, the key file of the vault in the user's configuration folder, and a question on the terminal.
///
/// Each may hold the text of a key, or the pass-phrase of a vault that has one.
public struct KeySources: Sendable {
    private let environment: [String: String]
    /// Asks a person for the pass-phrase; nil where nobody can be asked.
    private let ask: (@Sendable () throws(VaultFailure) -> Secret?)?

    public init(environment: [String: String], ask: (@Sendable () throws(VaultFailure) -> Secret?)? = nil) {
        self.environment = environment
        self.ask = ask
    }

    public static let variable = "ULAK_VAULT_KEY"
    public static let fileVariable = "ULAK_VAULT_KEY_FILE"
    public static let systemdName = "ulak-vault-key"

    /// The key of a vault.
    public func master(_ document: VaultDocument) throws(VaultFailure) -> MasterKey {
        guard let (text, origin) = try found(document) else {
            let what = document.needsPassphrase ? "pass-phrase" : "master key"
            throw VaultFailure(
                .keyMissing, "there is no \(what) for the vault",
                help: [
                    "set \(Self.fileVariable) to the path of its key file, or \(Self.variable) to what stands in it",
                    "or put the key file at \(keyFile(vault: document.vaultID))",
                ])
        }
        let master = try Self.master(text, from: origin.name, for: document)
        guard master.fingerprint(vault: document.vaultID) != document.key.fingerprint, let path = origin.path,
            let waiting = try Self.keyFile(KeyFileReplacement.waiting(path)),
            let other = try? Self.master(waiting, from: path, for: document),
            other.fingerprint(vault: document.vaultID) == document.key.fingerprint
        else { return master }
        // A change of the key was broken off after the vault was written.
        return other
    }

    /// Turns a text into the key of a vault.
    public static func master(_ text: Secret, from origin: String, for document: VaultDocument) throws(VaultFailure) -> MasterKey
    {
        if let scrypt = document.key.scrypt { return try MasterKey(passphrase: text, parameters: scrypt) }
        return try MasterKey(text: text, from: origin)
    }

    /// Where a key came from: for messages, and the file where it is one that Ulak writes.
    private struct Origin {
        let name: String
        var path: String?
    }

    private func found(_ document: VaultDocument) throws(VaultFailure) -> (Secret, origin: Origin)? {
        if let text = environment[Self.variable], !text.isEmpty { return (Secret(text), Origin(name: Self.variable)) }
        if let path = environment[Self.fileVariable], !path.isEmpty {
            guard let key = try Self.keyFile(path) else {
                throw VaultFailure(.keyMissing, "there is no key file `\(path)`", label: "\(Self.fileVariable) names it")
            }
            return (key, Origin(name: "`\(path)`", path: path))
        }
        if let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty,
            let key = try Self.keyFile("\(folder)/\(Self.systemdName)", isSystemd: true)
        {
            return (key, Origin(name: "the systemd credential `\(Self.systemdName)`"))
        }
        let path = keyFile(vault: document.vaultID)
        if let key = try Self.keyFile(path) { return (key, Origin(name: "`\(path)`", path: path)) }
        if document.needsPassphrase, let answer = try ask?() { return (answer, Origin(name: "the answer")) }
        return nil
    }

    /// Where `ulak vault init` puts the key of a vault: outside of the project, so that it is not committed with the vault.
    public func keyFile(vault id: String) -> String {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.config"
        return "\(folder)/ulak/\(id).key"
    }

    /// The contents of a key file; nil when there is none. Anybody but its owner must not be able to read it.
    ///
    /// - Parameter isSystemd: systemd makes the folder for the service alone and gives the files to root, so that only others must not read.
    public static func keyFile(_ path: String, isSystemd: Bool = false) throws(VaultFailure) -> Secret? {
        let contents: SmallFile.Contents
        do throws(SmallFile.Problem) {
            contents = try SmallFile.read(path, limit: 4096)
        } catch {
            switch error {
            case .absent: return nil
            case .folder: throw VaultFailure(.keyMalformed, "`\(path)` is a folder, expected a key file")
            case .larger: throw VaultFailure(.keyMalformed, "`\(path)` is larger than 4 KiB, which no key file is")
            case .refused(let reason): throw VaultFailure(.unreadable, "cannot read the key file `\(path)`: \(reason)")
            }
        }
        let open = contents.mode & (isSystemd ? 0o007 : 0o077)
        guard open == 0 else {
            throw VaultFailure(
                .keyExposed, "the key file `\(path)` can be used by others: its mode is \(octal(contents.mode))",
                label: "expected 0600", help: ["chmod 600 \(path)", "if somebody may have read it: ulak vault rekey"])
        }
        guard isSystemd || contents.owner == geteuid() else {
            throw VaultFailure(
                .keyExposed, "the key file `\(path)` belongs to another user (id \(contents.owner))",
                label: "expected id \(geteuid()), who runs this")
        }
        return Secret(fileContents: contents.bytes)
    }

    private static func octal(_ mode: UInt32) -> String {
        let text = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }

    /// Writes a key file that only its owner can read. A file that is there stays as it is.
    public static func writeKeyFile(_ key: MasterKey, to path: String) throws(VaultFailure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw VaultFailure(.notWritten, "cannot make the folder `\(folder.path)` for the key file")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let isThere = errno == EEXIST
            throw VaultFailure(
                isThere ? .exists : .notWritten,
                isThere
                    ? "`\(path)` is there already" : "cannot write the key file `\(path)`: \(String(cString: strerror(errno)))",
                label: isThere ? "it is left as it is" : nil)
        }
        defer { close(descriptor) }
        let line = key.text.withBytes { Array($0) } + [UInt8(ascii: "\n")]
        let isWritten = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == line.count
        guard isWritten, fsync(descriptor) == 0 else {
            unlink(path)
            throw VaultFailure(.notWritten, "cannot write the key file `\(path)`")
        }
    }
}
