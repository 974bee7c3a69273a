import Testing

@Suite("Standard output that cannot be written")
struct StandardOutputTests {
    @Test("data that does not arrive is an error, in every command, and whatever else the command did")
    func full() async throws {
        try await Program.withProgram { program in
            var program = program
            program.environment["ULAK"] = Program.executablePath
            try program.write("name: hello\nsteps: { n: { uses: log, with: { message: Hello } } }", to: "hello.yaml")
            #expect(try await program.run("run", "hello.yaml").status == 0)
            for command in [
                "runs list", "runs show last", "nodes list", "journal check --json", "run hello.yaml --json", "eval 1+1",
                "sms count Merhaba", "--help", "validate hello.yaml --format json", "vault --help",
            ] {
                let result = try await program.run(executable: "/bin/sh", ["-c", "\"$ULAK\" \(command) > /dev/full"])
                // Nothing is printed about a file without mistakes, so nothing is lost.
                let isSilent = command.hasPrefix("validate")
                #expect(result.status == (isSilent ? 0 : 1), "\(command): \(result.error)")
                let said = "error: standard output cannot be written: No space left on device\n"
                #expect(result.error.hasSuffix(said) != isSilent, "\(command): \(result.error)")
            }
            let closed = try await program.run(executable: "/bin/sh", ["-c", "\"$ULAK\" runs list >&-"])
            #expect(closed.status == 1)
            #expect(closed.error.hasPrefix("error: standard output cannot be written: "))
            #expect(try await program.run("journal", "check").status == 0)
        }
    }

    @Test("a reader that has seen enough is no error, and nothing is said")
    func gone() async throws {
        try await Program.withProgram { program in
            var program = program
            program.environment["ULAK"] = Program.executablePath
            // Written when the reader has gone: with a broken pipe as an error, not as a signal.
            let script = "trap '' PIPE; (read line; \"$ULAK\" nodes list; echo \"status $?\" >&2) <&3 | true"
            let result = try await program.run(
                executable: "/bin/sh", ["-c", "mkfifo go; (sleep 0.3; echo > go) & exec 3<>go; \(script)"])
            #expect(result.error == "status 0\n")
        }
    }
}
