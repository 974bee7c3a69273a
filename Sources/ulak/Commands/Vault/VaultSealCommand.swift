import ArgumentParser
import Diagnostics
import Vault

/// `ulak vault seal`
struct VaultSealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Show what differs from what was sealed last, and accept it after a merge.",
        discussion: """
            Two branches that each changed a value meet in the line `seal`. Take either line, look at what this command shows, and
            accept it with --accept. Values that cannot be opened in their place are refused even then.
            """)

    @Flag(help: "Seal the vault as it stands.")
    var accept = false

    @OptionGroup var vault: VaultOptions

    func run() async throws {
        let differences = try vault.reporting { () throws(VaultFailure) in
            try vault.file.differences(try vault.keys.master(try vault.file.read()), accept: accept)
        }
        guard !differences.isEmpty else {
            Terminal.error.write("The vault is as it was sealed.\n")
            return
        }
        let status = differences.report()
        guard accept else { throw status }
        Terminal.error.write("\nSealed as it stands.\n")
    }
}
