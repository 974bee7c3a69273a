import ArgumentParser
import Foundation
import Vault
import WorkflowModel

/// Where the new master key of a vault comes from and where it is kept; for `init` and `rekey`.
struct NewKeyOptions: ParsableArguments {
    @Flag(help: "Make the key from a pass-phrase, which is asked for (or read with --stdin or --from-file).")
    var passphrase = false

    @Option(
        help: ArgumentHelp(
            "Keep the key in this file, or take the key that is in it (else ULAK_VAULT_KEY_FILE, else ~/.config/ulak/ID.key).",
            valueName: "file"))
    var keyFile: String?

    @Flag(help: "Print the key instead of writing a key file, for a store of secrets.")
    var printKey = false

    @OptionGroup var values: ValueOptions

    func validate() throws {
        if [passphrase, keyFile != nil, printKey].filter({ $0 }).count > 1 {
            throw ValidationError("--passphrase, --key-file and --print-key exclude each other")
        }
        if values.isGiven, !passphrase { throw ValidationError("--stdin and --from-file go with --passphrase") }
    }

    /// A new master key, and how it is kept.
    enum Kept {
        /// Nothing to keep: it is in a person's head or in a file already.
        case elsewhere
        case file(String)
        case output
    }

    /// - Parameter standard: the default key file of the vault.
    func master(standard: String?) throws -> (key: MasterKey, kept: Kept) {
        do {
            if passphrase {
                guard let text = try values.value() ?? SecretPrompt.askTwice("Pass-phrase") else { throw Self.noTerminal }
                guard text.withBytes({ $0.count }) >= 12 else {
                    throw CommandFailure(
                        message: "the pass-phrase is shorter than 12 characters",
                        help: ["several words are easier to keep in mind"])
                }
                return (try MasterKey.fromNewPassphrase(text), .elsewhere)
            }
            if printKey { return (.random(), .output) }
            // The commands that follow will find this key first.
            if keyFile == nil, let text = ProcessInfo.processInfo.environment[KeySources.variable], !text.isEmpty {
                return (try MasterKey(text: Secret(text), from: KeySources.variable), .elsewhere)
            }
            let named = keyFile ?? ProcessInfo.processInfo.environment[KeySources.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
            if let named, let text = try KeySources.keyFile(named) {
                return (try MasterKey(text: text, from: "`\(named)`"), .elsewhere)
            }
            return (.random(), (named ?? standard).map { .file($0) } ?? .elsewhere)
        } catch let failure as CommandFailure {
            throw failure.report()
        } catch let failure as VaultFailure {
            throw failure.diagnostics.report()
        }
    }

    static let noTerminal = CommandFailure(
        message: "there is no terminal to ask on", help: ["give the text with --stdin or --from-file FILE"])
}
