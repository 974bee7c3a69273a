import ArgumentParser
import Vault
import WorkflowModel

/// `ulak vault get`
struct VaultGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Print one value. Everybody who sees the screen sees it.")

    @Argument(help: "The credential.")
    var credential: String

    @Argument(help: "The field; it can be left out where there is only one.")
    var field: String?

    @OptionGroup var vault: VaultOptions

    func run() async throws {
        let open = try vault.open()
        let value = try vault.reporting { () throws(VaultFailure) -> Secret in
            guard let names = open.document.fieldNames(of: credential) else { throw open.document.missing(credential) }
            guard let name = field ?? (names.count == 1 ? names[0] : nil) else {
                throw VaultFailure(
                    .notThere, "the credential `\(credential)` has several fields; name one",
                    label: names.map { "`\($0)`" }.joined(separator: ", "))
            }
            guard let value = try open.value(of: credential, field: name) else {
                throw open.document.missing(credential, field: name)
            }
            return value
        }
        Terminal.output.write(value.reveal() + "\n")
    }
}
