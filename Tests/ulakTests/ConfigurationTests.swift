import Foundation
import Testing

@Suite("The configuration of a folder")
struct ConfigurationTests {
    @Test("a setting of ulak.yaml is used, a variable overrides it, and a flag overrides both")
    func order() async throws {
        try await Program.withProgram { program in
            try program.write("name: a\nsteps: { say: { uses: set, with: { x: 1 } } }", to: "a.yaml")
            try program.write("journal: { file: from-file.sqlite }", to: "ulak.yaml")
            func exists(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: program.folder.appending(path: name).path)
            }
            #expect(try await program.run("run", "a.yaml").status == 0)
            #expect(exists("from-file.sqlite"))
            var other = program
            other.environment["ULAK_JOURNAL"] = "from-variable.sqlite"
            #expect(try await other.run("run", "a.yaml").status == 0)
            #expect(exists("from-variable.sqlite"))
            #expect(try await other.run("run", "a.yaml", "--journal", "from-flag.sqlite").status == 0)
            #expect(exists("from-flag.sqlite"))
        }
    }

    @Test("every mistake of ulak.yaml is told with its place, and nothing runs")
    func mistakes() async throws {
        try await Program.withProgram { program in
            try program.write("name: a\nsteps: { say: { uses: set, with: { x: 1 } } }", to: "a.yaml")
            try program.write(
                """
                jurnal: x
                journal:
                  keep: often
                server: { port: 70000 }
                logs: { format: xml }
                commands: [a, "b,c"]
                """, to: "ulak.yaml")
            let result = try await program.run("run", "a.yaml")
            #expect(result.status == 2)
            #expect(result.output.isEmpty)
            #expect(
                result.error == """
                    error[YAML070]: the configuration has no key `jurnal`
                     --> ulak.yaml:1:1
                    1 | jurnal: x
                      | ^^^^^^ did you mean `journal`?

                    error[DMN002]: `journal.keep` is `often`
                     --> ulak.yaml:3:9
                    3 |   keep: often
                      |         ^^^^^ expected a duration such as `30d`

                    error[DMN002]: `server.port` is 70000
                     --> ulak.yaml:4:17
                    4 | server: { port: 70000 }
                      |                 ^^^^^ expected 0 to 65535

                    error[YAML072]: `logs.format` cannot be `xml`
                     --> ulak.yaml:5:17
                    5 | logs: { format: xml }
                      |                 ^^^ expected one of `auto`, `text`, `json`

                    error[DMN002]: `commands` names `b,c`
                     --> ulak.yaml:6:11
                    6 | commands: [a, "b,c"]
                      |           ^^^^^^^^^^ names cannot have a comma here

                    More about this: ulak explain YAML070

                    """)
            #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: ".ulak").path))
        }
    }
}
