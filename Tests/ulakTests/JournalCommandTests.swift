import Foundation
import Sandbox
import Testing
import Values

@Suite("Looking after the journal")
struct JournalCommandTests {
    static let hello = "name: hello\nsteps: { n: { uses: log, with: { message: Hello } } }"

    @Test("a journal is checked, copied and made small")
    func tended() async throws {
        try await Program.withProgram { program in
            for command in [["journal", "check"], ["journal", "backup", "x"], ["journal", "compact"]] {
                let none = try await program.run(command)
                #expect(none.status == 2)
                #expect(
                    none.error == """
                        error: there is no journal `.ulak/journal.sqlite`
                          = help: look at --journal and ULAK_JOURNAL

                        """)
            }
            try program.write(Self.hello, to: "hello.yaml")
            for _ in 0..<3 { #expect(try await program.run("run", "hello.yaml").status == 0) }
            let check = try await program.run("journal", "check")
            #expect(check.status == 0)
            #expect(check.output == "")
            #expect(check.error == "3 runs, nothing is wrong\n")
            let backup = try await program.run("journal", "backup", "copy.sqlite")
            #expect(backup.status == 0)
            #expect(backup.error.contains(/^3 runs in `copy.sqlite`, \d+(\.\d)? KiB\n$/))
            let again = try await program.run("journal", "backup", "copy.sqlite")
            #expect(again.status == 2)
            #expect(again.error == "error: `copy.sqlite` is there already\n  = help: a backup is written to a new file\n")
            let compact = try await program.run("journal", "compact", "--keep", "0s")
            #expect(compact.status == 0)
            #expect(compact.error.contains(/^removed 3 of 3 runs; the journal has \d+(\.\d)? KiB now\n$/))
            #expect(try await program.run("journal", "check", "--json").output == "{\n  \"runs\": 0,\n  \"problems\": []\n}\n")
            let copy = try await program.run("journal", "check", "--journal", "copy.sqlite")
            #expect(copy.error == "3 runs, nothing is wrong\n")
        }
    }

    @Test("ended runs go by themselves when their time is over, and a mistake in the setting is found before anything runs")
    func retention() async throws {
        try await Program.withProgram { program in
            var program = program
            try program.write(Self.hello, to: "hello.yaml")
            #expect(try await program.run("run", "hello.yaml").status == 0)
            program.environment["ULAK_JOURNAL_KEEP"] = "0s"
            #expect(try await program.run("run", "hello.yaml").status == 0)
            #expect(try await program.run("runs", "list", "--json").output == "[]\n")
            program.environment["ULAK_JOURNAL_KEEP"] = "a week"
            let wrong = try await program.run("run", "hello.yaml")
            #expect(wrong.status == 2)
            #expect(wrong.error.contains("`a week` is no duration, expected one such as `30d` or `12h`, or `none`"))
            let size = try await program.run("journal", "compact", "--max-size", "1GB", "--keep", "1d")
            #expect(size.status == 2)
            #expect(
                size.error == """
                    error: how long the journal keeps runs cannot be read: `1GB` is no size, expected one such as `500MiB` or `1GiB`, or `none`
                      = help: look at --keep, --max-size, ULAK_JOURNAL_KEEP and ULAK_JOURNAL_MAX_SIZE

                    """)
        }
    }

    @Test("what is wrong with a journal is told, and a damaged one is left as it is")
    func damaged() async throws {
        try await Program.withProgram { program in
            try program.write(Self.hello, to: "hello.yaml")
            #expect(try await program.run("run", "hello.yaml").status == 0)
            let file = program.folder.appending(path: ".ulak/journal.sqlite")
            var bytes = try Data(contentsOf: file)
            // The first letters of a record's kind: the file is whole, but this record is none.
            let place = try #require(bytes.range(of: Data("run_finished".utf8)))
            bytes.replaceSubrange(place, with: Data("run_vanished".utf8))
            try bytes.write(to: file)
            let check = try await program.run("journal", "check")
            #expect(check.status == 1)
            #expect(check.output.contains("unknown kind `run_vanished`"))
            #expect(check.error == "1 run, 1 problems\n")
            try Data("something else".utf8).write(to: file)
            let foreign = try await program.run("journal", "compact")
            #expect(foreign.status == 1)
            #expect(foreign.error == "error: the journal: `.ulak/journal.sqlite` is not a journal: it is no SQLite file\n")
            #expect(try Data(contentsOf: file) == Data("something else".utf8))
        }
    }
}

@Suite("The send ledger")
struct SendsCommandTests {
    @Test("sends are listed with how they stand, and --unknown shows what is open until it is settled")
    func listed() async throws {
        try await Program.withSandboxedProgram { program, _, baseURL in
            #expect(try await program.run("sends").error == "Nothing was sent yet.\n")
            try program.write(RecoveryTests.code, to: "code.yaml")
            #expect(try await program.run("run", "code.yaml").status == 0)
            #expect(try await program.run("sends", "list", "--unknown").error == "Every send is settled.\n")
            try await Program.arm(#"{"fault": "apply_then_drop"}"#, baseURL)
            #expect(try await program.run("run", "code.yaml").status == 3)
            let all = try await program.run("sends", "list")
            #expect(all.status == 0)
            #expect(
                all.steadyOutput.replacing(#/ +/#, with: " ") == """
                    RUN STEP NODE ATTEMPT STARTED STATE
                    RUN code turkeysms.send_otp 1 TIME held
                    RUN code turkeysms.send_otp 1 TIME sent

                    """)
            let open = try Value(json: try await program.run("sends", "list", "--unknown", "--json").output)
            #expect(open.listValue?.count == 1)
            #expect(open[0]?["state"] == "held" && open[0]?["provider"] == "turkeysms" && open[0]?["step"] == "code")
            #expect(try await program.run("runs", "resolve", "last", "code", "--sent").status == 0)
            #expect(try await program.run("sends", "list", "--unknown").error == "Every send is settled.\n")
            let one = try await program.run("sends", "list", "--run", "last", "--json")
            #expect(try Value(json: one.output).listValue?.count == 1)
        }
    }
}
