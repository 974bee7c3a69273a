import ArgumentParser

/// `ulak vault`: credentials in a file that can be committed.
struct VaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault", abstract: "Keep credentials sealed in a file that can be committed.",
        discussion: """
            Values are typed at a prompt, or come from standard input or a file; never from an argument, which others could see.

              ulak vault init
              ulak vault set turkeysms --type turkeysms
              ulak vault check --live
            """,
        subcommands: [
            VaultInitCommand.self, VaultSetCommand.self, VaultGetCommand.self, VaultListCommand.self, VaultRemoveCommand.self,
            VaultEditCommand.self, VaultCheckCommand.self, VaultRotateCommand.self, VaultRekeyCommand.self, VaultSealCommand.self,
        ])
}
