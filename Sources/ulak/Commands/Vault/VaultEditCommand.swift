import ArgumentParser
import Diagnostics
import Foundation
import Vault
import WorkflowModel

/// `ulak vault edit`
struct VaultEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change values in an editor.",
        discussion: """
            Opens $VISUAL or $EDITOR on a copy that only you can read, kept in memory where the system allows, and overwritten
            afterwards. Only what changed is sealed again. Editors that keep backups elsewhere keep them of this, too.
            """)

    @OptionGroup var vault: VaultOptions

    func run() async throws {
        let file = vault.file
        let (before, base) = try vault.reporting { () throws(VaultFailure) -> (VaultText, VaultDocument) in
            let open = try file.open { document throws(VaultFailure) in try vault.keys.master(document) }
            return (try VaultText(open), open.document)
        }
        let after: VaultText
        do throws(CommandFailure) {
            let scratch = try ScratchFile(contents: before.text)
            defer { scratch.wipe() }
            after = try edited(scratch)
        } catch {
            throw error.report()
        }
        let changes = after.changes(since: before)
        guard !changes.isEmpty else {
            Terminal.error.write("Nothing was changed.\n")
            return
        }
        try vault.update { (vault: inout OpenVault) throws(VaultFailure) in
            for change in changes {
                let place = "`\(change.credential).\(change.field)`"
                guard
                    vault.document.version(of: change.credential, field: change.field)
                        == base.version(of: change.credential, field: change.field)
                else {
                    throw VaultFailure(
                        .changedMeanwhile, "\(place) was changed by somebody else meanwhile; nothing was written",
                        help: ["edit again: the editor then shows the new value"])
                }
                if let value = change.value {
                    try vault.set(change.credential, field: change.field, to: value)
                } else {
                    try vault.remove(change.credential, field: change.field)
                }
            }
        }
        let names = changes.map { "`\($0.credential).\($0.field)`" }.joined(separator: ", ")
        Terminal.error.write("Changed \(names).\n")
    }

    /// Lets the person edit until the text can be read.
    private func edited(_ scratch: ScratchFile) throws(CommandFailure) -> VaultText {
        while true {
            guard let status = scratch.edit() else { throw CommandFailure(message: "the editor could not be started") }
            guard status == 0 else {
                throw CommandFailure(message: "the editor ended with \(status); nothing was changed")
            }
            do throws(VaultFailure) {
                return try VaultText(reading: try scratch.read(), path: "the edited text")
            } catch {
                // Without the lines of the text: they hold secrets.
                Terminal.error.write("error[\(error.code)]: \(error.description)\n")
                guard Terminal.input.isTerminal else {
                    throw CommandFailure(message: "the edited text cannot be read; nothing was changed")
                }
                Terminal.error.write("Press Enter to edit it again, or Ctrl-D to give up. ")
                guard readLine() != nil else { throw CommandFailure(message: "given up; nothing was changed") }
            }
        }
    }
}
