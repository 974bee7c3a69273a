import ArgumentParser
import Vault

/// `ulak vault rotate`
struct VaultRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Make a new data key and seal every value anew.",
        discussion:
            "The master key stays. All values are resealed in one step: the file is the old one or the new one, never a mixture.")

    @OptionGroup var vault: VaultOptions

    func run() async throws {
        try vault.reporting { () throws(VaultFailure) in
            let file = vault.file
            let master = try vault.keys.master(try file.read())
            try file.update(master) { (vault: inout OpenVault) throws(VaultFailure) in try vault.rotate(master) }
        }
        Terminal.error.write("Every value is sealed with a new data key.\n")
    }
}
