import ArgumentParser
import Foundation
import Vault

/// `ulak vault init`
struct VaultInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new vault and its master key.",
        discussion: """
            The key is written outside of the project, to ~/.config/ulak/, so that it is not committed with the vault. Without it
            nobody opens the vault, you included: keep a copy in a safe place.
            """)

    @OptionGroup var vault: VaultOptions
    @OptionGroup var key: NewKeyOptions

    func run() async throws {
        let file = vault.file
        try vault.reporting { () throws(VaultFailure) in try file.refuseIfThere() }
        // A vault's id is drawn with it, and the default key file is named by the id.
        let (master, kept) = try key.master(standard: "")
        let new = OpenVault(new: master)
        try vault.reporting { () throws(VaultFailure) in
            switch kept {
            case .elsewhere, .output: try file.create(new, master)
            case .file(let named):
                let path = named.isEmpty ? vault.keys.keyFile(vault: new.document.vaultID) : named
                try KeySources.writeKeyFile(master, to: path)
                do throws(VaultFailure) {
                    try file.create(new, master)
                } catch {
                    // A key without a vault would only confuse.
                    try? FileManager.default.removeItem(atPath: path)
                    throw error
                }
                Terminal.error.write("The master key is in \(path). Keep a copy in a safe place.\n")
            }
        }
        if case .output = kept { Terminal.output.write(master.text.reveal() + "\n") }
        Terminal.error.write(
            "Made the vault \(file.path), which can be committed. Next: ulak vault set CREDENTIAL --type PROVIDER\n")
    }
}
