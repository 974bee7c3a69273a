import ArgumentParser
import Foundation
import Vault

/// `ulak vault rekey`
struct VaultRekeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Change the master key.",
        discussion: """
            The data key changes with it, since whoever had the old master key may know it. Values that somebody may have read have
            to be changed at the provider, too: old copies of the vault still open with the old key.
            """)

    @OptionGroup var vault: VaultOptions
    @OptionGroup var key: NewKeyOptions

    func run() async throws {
        let file = vault.file
        let document = try vault.reporting { () throws(VaultFailure) in try file.read() }
        let old = try vault.reporting { () throws(VaultFailure) in try vault.keys.master(document) }
        // Asked before anything is written, and with the old key known to be right.
        _ = try vault.reporting { () throws(VaultFailure) in try OpenVault(document, old) }
        let standard = vault.keys.keyFile(vault: document.vaultID)
        let isElsewhere = ProcessInfo.processInfo.environment[KeySources.variable].map { !$0.isEmpty } ?? false
        if isElsewhere, !key.passphrase, !key.printKey, key.keyFile == nil {
            throw CommandFailure(
                message: "the master key is in \(KeySources.variable), where no command can change it",
                help: ["--print-key prints a new one, --key-file FILE writes it, --passphrase asks for one"]
            ).report()
        }
        var (master, kept) = try key.master(standard: standard)
        // A key file that is in use is the old key: its place is taken by a new one.
        if case .elsewhere = kept, !key.passphrase, master.text.withBytes({ old.text.matches($0) }) {
            master = .random()
            kept = .file(key.keyFile ?? ProcessInfo.processInfo.environment[KeySources.fileVariable] ?? standard)
        }
        try vault.reporting { () throws(VaultFailure) in
            var replacement: KeyFileReplacement?
            if case .file(let path) = kept { replacement = try KeyFileReplacement(master, path: path) }
            do throws(VaultFailure) {
                try file.update(old, to: master) { (vault: inout OpenVault) throws(VaultFailure) in try vault.rotate(master) }
            } catch {
                replacement?.abandon()
                throw error
            }
            try replacement?.finish()
            if let replacement {
                Terminal.error.write("The new master key is in \(replacement.path). Keep a copy in a safe place.\n")
            }
        }
        if case .output = kept { Terminal.output.write(master.text.reveal() + "\n") }
        Terminal.error.write("The vault \(file.path) opens with the new key only.\n")
    }
}
