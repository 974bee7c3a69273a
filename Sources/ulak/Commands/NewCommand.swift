import ArgumentParser
import Diagnostics
import Foundation

/// `ulak new`: a first project.
struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a first project folder from a template.",
        discussion: """
              ulak new shop
              ulak new shop --template order-shipped
              ulak new --list

            Nothing is asked and nothing is overwritten. The paths of what was made go to standard output.
            """)

    @Argument(help: "The folder; it is made when it is not there.")
    var folder: String = "."

    @Option(help: "What to begin with; --list shows all.")
    var template: String = ProjectTemplate.all[0].name

    @Flag(help: "List the templates and make nothing.")
    var list = false

    func run() async throws {
        if list {
            var table = TextTable(header: ["TEMPLATE", "WHAT IT DOES"])
            table.rows = ProjectTemplate.all.map { [$0.name, $0.summary] }
            return Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
        }
        guard let template = ProjectTemplate.named(template) else {
            let names = ProjectTemplate.all.map(\.name)
            let near = closestMatch(to: self.template, in: names)
            throw CommandFailure(
                message: "there is no template `\(self.template)`",
                help: [near.map { "did you mean `\($0)`?" } ?? "there are " + names.map { "`\($0)`" }.joined(separator: ", ")]
            ).report()
        }
        let files = template.files()
        do throws(CommandFailure) {
            try refuseTaken(files.map(\.path))
            for (path, text) in files { try write(text, to: place(path)) }
        } catch {
            throw error.report()
        }
        for (path, _) in files { Terminal.output.write(place(path) + "\n") }
        Terminal.error.write("\nNext:\n" + steps(template).map { "  \($0)\n" }.joined())
    }

    private func place(_ path: String) -> String {
        folder == "." ? path : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }

    /// Nothing is written when anything is in the way.
    private func refuseTaken(_ paths: [String]) throws(CommandFailure) {
        let taken = paths.map(place).filter { (try? FileManager.default.attributesOfItem(atPath: $0)) != nil }
        guard let first = taken.first else { return }
        let rest = taken.count > 1 ? " (and \(taken.count - 1) more)" : ""
        throw CommandFailure(
            message: "`\(first)`\(rest) is there already, and nothing is overwritten",
            help: ["ulak new FOLDER   # a folder of another name"])
    }

    private func write(_ text: String, to path: String) throws(CommandFailure) {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .withoutOverwriting)
        } catch {
            throw CommandFailure(message: "cannot write `\(path)`", help: ["look at the rights of its folder"])
        }
    }

    /// The three commands to go on with.
    private func steps(_ template: ProjectTemplate) -> [String] {
        let run = "ulak run \(template.name) --sandbox \(template.arguments)"
        let vault = "ulak vault init"
        guard folder != "." else { return [run, "ulak validate", vault] }
        return ["cd \(Self.quoted(folder))", run, vault]
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./".unicodeScalars.contains(scalar)
        }
        return isPlain ? text : "'\(text.replacing("'", with: #"'\''"#))'"
    }
}
