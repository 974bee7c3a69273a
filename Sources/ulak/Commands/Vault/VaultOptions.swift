import ArgumentParser
import Diagnostics
import Foundation
import Vault
import WorkflowModel

/// Which vault is meant, and how a person's values come in.
struct VaultOptions: ParsableArguments {
    @Option(name: .customLong("vault"), help: ArgumentHelp("The vault (else ULAK_VAULT, else vault.yaml).", valueName: "file"))
    var path: String?

    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    var file: VaultFile {
        let named = environment["ULAK_VAULT"].flatMap { $0.isEmpty ? nil : $0 }
        return VaultFile(path: path ?? named ?? VaultFile.defaultPath)
    }

    var keys: KeySources { KeySources(environment: environment, ask: SecretPrompt.passphrase) }

    /// Runs the body; what a vault says against it ends the command.
    func reporting<Result>(_ body: () throws(VaultFailure) -> Result) throws -> Result {
        do throws(VaultFailure) {
            return try body()
        } catch {
            throw error.diagnostics.report()
        }
    }

    func open() throws -> OpenVault {
        try reporting { () throws(VaultFailure) in try file.open { document throws(VaultFailure) in try keys.master(document) } }
    }

    /// Changes the vault, reading it again when no other process can change it.
    func update<Result>(_ change: (inout OpenVault) throws(VaultFailure) -> Result) throws -> Result {
        try reporting { () throws(VaultFailure) in
            let file = file
            return try file.update(try keys.master(try file.read()), change)
        }
    }
}

/// Where a value comes from, when not from a prompt.
struct ValueOptions: ParsableArguments {
    @Flag(help: "Read the value from standard input; one line end at its end does not belong to it.")
    var stdin = false

    @Option(help: ArgumentHelp("Read the value from a file; one line end at its end does not belong to it.", valueName: "file"))
    var fromFile: String?

    func validate() throws {
        if stdin, fromFile != nil { throw ValidationError("--stdin and --from-file exclude each other") }
    }

    var isGiven: Bool { stdin || fromFile != nil }

    /// The value from standard input or the file; nil when it is to be asked for.
    func value() throws(CommandFailure) -> Secret? {
        guard isGiven else { return nil }
        let limit = OpenVault.largestValue + 2
        let data: Data?
        if let fromFile {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: fromFile, isDirectory: &isFolder), !isFolder.boolValue else {
                throw CommandFailure(message: "there is no file `\(fromFile)`")
            }
            guard let handle = FileHandle(forReadingAtPath: fromFile) else {
                throw CommandFailure(message: "cannot open `\(fromFile)`", help: ["look at its permissions"])
            }
            defer { try? handle.close() }
            data = try? handle.read(upToCount: limit + 1) ?? Data()
        } else {
            data = try? FileHandle.standardInput.read(upToCount: limit + 1) ?? Data()
        }
        guard let data else { throw CommandFailure(message: "cannot read the value") }
        return Secret(fileContents: Array(data))
    }
}
