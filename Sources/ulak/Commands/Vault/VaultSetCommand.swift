import ArgumentParser
import Diagnostics
import NodeCatalog
import Vault
import WorkflowModel

/// `ulak vault set`
struct VaultSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set fields of a credential.",
        discussion: """
            With --type, the fields of the provider or node are asked for. Without a terminal, name one field and give its value
            with --stdin or --from-file.

              ulak vault set turkeysms --type turkeysms
              ulak vault set shop-webhook secret
              printf %s "$KEY" | ulak vault set turkeysms api_key --stdin
            """)

    @Argument(help: "The credential, as workflows name it.")
    var credential: String

    @Argument(help: "Fields; without them, those of the type.")
    var fields: [String] = []

    @Option(help: ArgumentHelp("What the credential is for: a provider or a node.", valueName: "provider"))
    var type: String?

    @OptionGroup var values: ValueOptions
    @OptionGroup var vault: VaultOptions
    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let document = try vault.reporting { () throws(VaultFailure) in try vault.file.read() }
        let type = type ?? document.type(of: credential)
        let declared = try type.map { try declaredFields(of: $0) } ?? []
        for field in fields where !declared.isEmpty && !declared.contains(where: { $0.name == field }) {
            let near = closestMatch(to: field, in: declared.map(\.name))
            throw CommandFailure(
                message: "a credential for `\(type ?? "")` has no field `\(field)`",
                help: [
                    near.map { "did you mean `\($0)`?" } ?? "its fields are "
                        + declared.map { "`\($0.name)`" }.joined(separator: ", ")
                ]
            ).report()
        }
        let wanted =
            fields.isEmpty
            ? declared
            : fields.map { name in declared.first { $0.name == name } ?? CredentialField(name: name, isOptional: false, help: "")
            }
        guard !wanted.isEmpty else {
            throw CommandFailure(
                message: "nothing says which fields `\(credential)` has",
                help: [
                    "name them: ulak vault set \(credential) FIELD",
                    "or say what it is for: ulak vault set \(credential) --type PROVIDER",
                ]
            ).report()
        }
        let given = try secrets(wanted)
        let changed = try vault.update { (vault: inout OpenVault) throws(VaultFailure) in
            for (field, secret) in given { try vault.set(credential, field: field, to: secret) }
            if let type { try vault.setType(of: credential, to: type) }
            return vault.isChanged
        }
        let names = given.map { "`\(credential).\($0.0)`" }.joined(separator: ", ")
        Terminal.error.write(changed ? "Set \(names).\n" : "\(names): the value is the same as before, nothing was changed.\n")
    }

    private func secrets(_ wanted: [CredentialField]) throws -> [(String, Secret)] {
        do throws(CommandFailure) {
            if let value = try values.value() {
                guard wanted.count == 1, let field = wanted.first else {
                    throw CommandFailure(
                        message: "one value, but \(wanted.count) fields",
                        help: ["name the field: ulak vault set \(credential) \(wanted[0].name)"])
                }
                return [(field.name, value)]
            }
            var given: [(String, Secret)] = []
            for field in wanted {
                if !field.help.isEmpty { Terminal.error.write("\(field.help)\(field.isOptional ? " May be left empty." : "")\n") }
                guard let answer = SecretPrompt.ask("\(credential).\(field.name): ") else { throw NewKeyOptions.noTerminal }
                if answer.isEmpty {
                    if field.isOptional { continue }
                    throw CommandFailure(message: "the value of `\(credential).\(field.name)` is empty; nothing was changed")
                }
                given.append((field.name, answer))
            }
            guard !given.isEmpty else { throw CommandFailure(message: "no value was given; nothing was changed") }
            return given
        } catch {
            throw error.report()
        }
    }

    /// The fields that a type has: those of a provider, or of a node with a credential of its own.
    private func declaredFields(of type: String) throws -> [CredentialField] {
        let catalog = project.project.catalog
        let fields = catalog.provider(type).manifest?.credentialFields ?? catalog.node(NodeName(type))?.credentialFields ?? []
        guard fields.isEmpty else { return fields }
        let known =
            catalog.providerNames + catalog.names.filter { catalog.node($0)?.credentialFields.isEmpty == false }.map(\.rawValue)
        let near = closestMatch(to: type, in: known)
        throw CommandFailure(
            message: "there is no provider or node `\(type)` with a credential",
            help: [
                near.map { "did you mean `\($0)`?" } ?? "there are "
                    + catalog.providerNames.map { "`\($0)`" }.joined(separator: ", ")
            ]
        ).report()
    }
}
