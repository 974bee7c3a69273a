import Foundation
import Testing

@Suite("Input that cannot be used")
struct BadInputTests {
    @Test("a file that is not there")
    func missingFile() async throws {
        try await Program.withProgram { program in
            for command in ["run", "validate"] {
                let result = try await program.run(command, "nothing.yaml")
                #expect(result.status == 2)
                #expect(result.error.hasPrefix("error[WF001]: there is no file `nothing.yaml`\n"))
            }
        }
    }

    @Test("a folder where a file is expected")
    func folder() async throws {
        try await Program.withProgram { program in
            try program.write("name: a", to: "flows/a.yaml")
            let result = try await program.run("run", "flows")
            #expect(result.status == 2)
            #expect(
                result.error == """
                    error[WF001]: `flows` is a folder, expected a workflow file
                      = name a file in it, or `ulak validate flows`

                    More about this: ulak explain WF001

                    """)
            let event = try await program.run("run", "flows/a.yaml", "--event", "flows")
            #expect(event.status == 2)
        }
    }

    @Test("a file of 50 MB is refused at once, with one message")
    func hugeFile() async throws {
        try await Program.withProgram { program in
            let file = program.folder.appending(path: "huge.yaml")
            #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 50 << 20)
            try handle.close()
            let result = try await program.run("run", "huge.yaml")
            #expect(result.status == 2)
            #expect(result.error.hasPrefix("error[YAML003]"))
            #expect(result.error.components(separatedBy: "error[").count == 2)
            #expect(result.error.count < 1000)
        }
    }

    @Test("bytes that are no text, and an empty file")
    func notText() async throws {
        try await Program.withProgram { program in
            try Data([0xFF, 0xFE, 0x00, 0x41]).write(to: program.folder.appending(path: "binary.yaml"))
            let binary = try await program.run("validate", "binary.yaml")
            #expect(binary.status == 2)
            #expect(binary.error.hasPrefix("error[YAML001]"))
            try program.write("", to: "empty.yaml")
            let empty = try await program.run("validate", "empty.yaml")
            #expect(empty.status == 2)
            #expect(empty.error.hasPrefix("error[YAML020]"))
        }
    }

    @Test("an invalid workflow shows every mistake, and runs nothing")
    func invalid() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: otp
                steps:
                  send_code:
                    uses: turkeysms.sendsms
                    credential: turkeysms
                """, to: "otp.yaml")
            let result = try await program.run("run", "otp.yaml", "--sandbox")
            #expect(result.status == 2)
            #expect(
                result.error == """
                    error[WF010]: step `send_code` uses unknown node `turkeysms.sendsms`
                     --> otp.yaml:4:11
                    4 |     uses: turkeysms.sendsms
                      |           ^^^^^^^^^^^^^^^^^ did you mean `turkeysms.send_sms`?

                    More about this: ulak explain WF010

                    """)
            #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: ".ulak").path))
        }
    }

    @Test("a journal that is none is left untouched")
    func brokenJournal() async throws {
        try await Program.withProgram { program in
            try program.write("this is not a database, it is a shopping list\n", to: "list.txt")
            try program.write("name: a\nsteps: { n: { uses: log, with: { message: Hello } } }", to: "a.yaml")
            let result = try await program.run("run", "a.yaml", "--journal", "list.txt")
            #expect(result.status == 1)
            #expect(result.error.hasPrefix("error: the journal: "))
            #expect(result.error.contains("list.txt"))
            let text = try String(contentsOf: program.folder.appending(path: "list.txt"), encoding: .utf8)
            #expect(text == "this is not a database, it is a shopping list\n")
        }
    }
}
