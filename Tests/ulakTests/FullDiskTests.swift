import Foundation
import Sandbox
import Testing
import Values

/// A file system of its own that is really full. Needs the right to mount one, as root or in a namespace of the user's.
@Suite("A full disk", .enabled(if: MountNamespace.command != nil, "no file system can be mounted here"))
struct FullDiskTests {
    /// Runs lines of shell in a folder `disk` that is a file system of one megabyte; `ulak` is the program.
    private static func shell(_ script: String, _ program: Program) async throws -> Program.Result {
        var program = program
        program.environment["ULAK"] = Program.executable.path
        try program.write(
            "mkdir -p disk && mount -t tmpfs -o size=1m none disk || exit 99\nulak() { \"$ULAK\" \"$@\"; }\n" + script,
            to: "script.sh")
        let command = MountNamespace.command ?? []
        return try await program.run(executable: "/usr/bin/env", command + ["sh", "script.sh"])
    }

    @Test("a run that the journal has no room for is refused with a clear error, and what was accepted is still there")
    func refused() async throws {
        try await Program.withProgram { program in
            try program.write("name: hello\nsteps: { n: { uses: log, with: { message: Hello } } }", to: "hello.yaml")
            let result = try await Self.shell(
                """
                export ULAK_JOURNAL=disk/journal.sqlite
                ulak run hello.yaml 2>/dev/null; echo "first $?"
                cat /dev/zero > disk/filler 2>/dev/null
                ulak run hello.yaml 2>error.txt; echo "full $?"
                rm disk/filler
                ulak runs list --json | grep -c '"run"'
                ulak journal check 2>/dev/null; echo "check $?"
                ulak run hello.yaml 2>/dev/null; echo "again $?"
                ulak runs list --json | grep -c '"run"'
                """, program)
            #expect(result.output == "first 0\nfull 1\n1\ncheck 0\nagain 0\n2\n", "\(result.error)")
            let error = try String(contentsOf: program.folder.appending(path: "error.txt"), encoding: .utf8)
            #expect(error == "error: the journal: there is no room left for the journal `disk/journal.sqlite`\n")
        }
    }

    @Test("a run whose disk fills up on the way stops, and goes on when there is room, without sending twice")
    func filled() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            // The list is worked out after the first message and is larger than the disk.
            try program.write(
                """
                name: big
                inputs: { part: text }
                steps:
                  first:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    with: { sender: DEMOCO, to: "905550000001", text: First }
                  large:
                    uses: set
                    needs: [first]
                    with: { text: "${{ [1, 2, 3, 4, 5, 6, 7, 8].map(n, inputs.part).join('') }}" }
                  second:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    needs: [large]
                    with: { sender: DEMOCO, to: "905550000001", text: Second }
                """, to: "big.yaml")
            try program.write(#"{"part": "\#(String(repeating: "x", count: 60_000))"}"#, to: "inputs.json")
            let result = try await Self.shell(
                """
                export ULAK_JOURNAL=disk/journal.sqlite
                ulak run big.yaml --input-file inputs.json 2>error.txt; echo "full $?"
                mount -o remount,size=20m disk
                ulak runs resume 2>/dev/null; echo "resumed $?"
                ulak journal check 2>/dev/null; echo "check $?"
                ulak sends list --json | grep -c '"sent"'
                """, program)
            #expect(result.output == "full 1\nresumed 0\ncheck 0\n2\n", "\(result.error)")
            let error = try String(contentsOf: program.folder.appending(path: "error.txt"), encoding: .utf8)
            #expect(
                error.hasSuffix("error: the journal: there is no room left for the journal `disk/journal.sqlite`\n"), "\(error)")
            #expect(await sandbox.inbox().map(\.text) == ["First", "Second"])
        }
    }
}

/// A view of the file systems that ends with the process.
enum MountNamespace {
    /// How to run something in a mount namespace of its own; nil where that is not allowed.
    static let command: [String]? = [["unshare", "-m"], ["unshare", "-rm"]].first { command in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command + ["mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
