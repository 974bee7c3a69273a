import ArgumentParser
import Vault

/// `ulak vault remove`
struct VaultRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a credential, or one of its fields, out of the vault.")

    @Argument(help: "The credential.")
    var credential: String

    @Argument(help: "The field; without it, the whole credential.")
    var field: String?

    @OptionGroup var vault: VaultOptions

    func run() async throws {
        try vault.update { (vault: inout OpenVault) throws(VaultFailure) in try vault.remove(credential, field: field) }
        Terminal.error.write("Removed `\(credential)\(field.map { ".\($0)" } ?? "")`.\n")
    }
}
