import Foundation
import Testing
import Values

@Suite("ulak new")
struct NewCommandTests {
    static let templates = [
        "otp-login", "order-shipped", "appointment-reminders", "low-balance-alert", "any-provider", "new-contact",
    ]

    @Test("each template is a project whose workflow is in order, fits the schema beside it and runs", arguments: templates)
    func template(name: String) async throws {
        try await Program.withProgram { program in
            let made = try await program.run("new", "shop", "--template", name)
            #expect(made.status == 0, "\(made.error)")
            let paths = made.output.split(separator: "\n").map(String.init)
            #expect(paths.contains("shop/workflows/\(name).yaml"))
            for path in paths { #expect(FileManager.default.fileExists(atPath: program.folder.appending(path: path).path)) }
            let workflow = try String(contentsOf: program.folder.appending(path: "shop/workflows/\(name).yaml"), encoding: .utf8)
            #expect(workflow.hasPrefix("# yaml-language-server: $schema=../workflow.schema.json\n"))
            let commands = made.error.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
            #expect(commands.count == 3)
            #expect(commands.first == "cd shop")
            // The second command as a shell would run it.
            let words = commands.dropFirst().first?.split(separator: " ").dropFirst().map(String.init) ?? []
            let inside = Program(folder: program.folder.appending(path: "shop"), environment: program.environment)
            let valid = try await inside.run("validate")
            #expect(valid.status == 0, "\(valid.error)")
            let run = try await inside.run(words + ["--json"])
            #expect(run.status == 0, "\(words): \(run.error)")
            #expect(try Value(json: run.output)["status"] == "succeeded")
        }
    }

    @Test("nothing is overwritten, and then nothing is written either")
    func taken() async throws {
        try await Program.withProgram { program in
            try program.write("mine", to: "ulak.yaml")
            let here = try await program.run("new")
            #expect(here.status == 2)
            #expect(here.error.contains("`ulak.yaml` is there already"))
            #expect(here.output == "")
            #expect(try String(contentsOf: program.folder.appending(path: "ulak.yaml"), encoding: .utf8) == "mine")
            #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "workflows").path))
            #expect(try await program.run("new", "other").status == 0)
            #expect(try await program.run("new", "other").status == 2)
        }
    }

    @Test("templates are listed, and a misspelled one is named")
    func list() async throws {
        try await Program.withProgram { program in
            let list = try await program.run("new", "--list")
            #expect(list.status == 0)
            let lines = list.output.split(separator: "\n").dropFirst()
            #expect(lines.map { String($0.prefix { $0 != " " }) } == Self.templates)
            #expect(lines.allSatisfy { $0.hasSuffix(".") }, "each says what it does: \(list.output)")
            let wrong = try await program.run("new", "--template", "otp-lgin")
            #expect(wrong.status == 2)
            #expect(wrong.error.contains("did you mean `otp-login`?"))
        }
    }
}
