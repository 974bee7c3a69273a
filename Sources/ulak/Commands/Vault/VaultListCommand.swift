import ArgumentParser
import Values
import Vault

/// `ulak vault list`
struct VaultListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List credentials and their fields. Takes no key and shows no value.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var vault: VaultOptions

    func run() async throws {
        let document = try vault.reporting { () throws(VaultFailure) in try vault.file.read() }
        if json {
            let list = document.names.map { name -> Value in
                let fields = (document.fieldNames(of: name) ?? []).map { field -> Value in
                    ["name": .string(field), "version": .int(document.version(of: name, field: field) ?? 0)]
                }
                return [
                    "credential": .string(name), "type": document.type(of: name).map(Value.string) ?? .null,
                    "fields": .list(fields),
                ]
            }
            Terminal.output.write(Value.list(list).jsonText(.indented) + "\n")
            return
        }
        var table = TextTable(header: ["CREDENTIAL", "TYPE", "FIELDS"])
        table.rows = document.names.map { name in
            [name, document.type(of: name) ?? "-", (document.fieldNames(of: name) ?? []).joined(separator: ", ")]
        }
        Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
    }
}
