import Foundation
import RunEngine
import Testing
import Values
import WorkflowModel

@testable import NodeRuntime

@Suite(.timeLimit(.minutes(10)))
struct CommandNodeTests {
    private let shell = ["sh", "cat", "env"]

    @Test func `commands are off until they are allowed`() async throws {
        let off = try await LocalBench().failure("command.run", ["command": "cat"])
        #expect(off.code == "command_not_allowed" && off.failureClass == .config)
        #expect(off.message.contains("ULAK_ALLOW_COMMANDS"))
        let bench = try LocalBench(commands: ["cat", "/usr/bin/env"])
        for command in ["sh", "/bin/cat", "/usr/bin/../bin/env", "./cat", "cat "] {
            #expect(try await bench.failure("command.run", ["command": .string(command)]).code == "command_not_allowed")
        }
        _ = try await bench.output("command.run", ["command": "env"])
        _ = try await bench.output("command.run", ["command": "/usr/bin/env"])
    }

    @Test func `the list of the environment is read`() {
        let access = LocalAccess(environment: ["ULAK_ALLOW_COMMANDS": " cat, /usr/bin/jq ,,", "ULAK_FILES": "/srv/files"])
        #expect(access.allowedCommands == ["cat", "/usr/bin/jq"])
        #expect(access.filesRoot == "/srv/files")
    }

    @Test func `arguments arrive as they are, and no shell sees them`() async throws {
        let bench = try LocalBench(commands: ["printf"])
        let found = try await bench.output(
            "command.run", ["command": "printf", "arguments": ["%s|", "$HOME; rm -rf *", "two words", "ş", 5]])
        #expect(found["output"] == "$HOME; rm -rf *|two words|ş|5|")
        #expect(found["exit_code"] == 0)
    }

    @Test func `input is read, JSON is understood, and a command need not read`() async throws {
        let bench = try LocalBench(commands: shell)
        let found = try await bench.output("command.run", ["command": "cat", "input": #"{"a": [1, 2]}"#])
        #expect(found["json"] == ["a": [1, 2]])
        let large = String(repeating: "x", count: 500_000)
        #expect(try await bench.output("command.run", ["command": "cat", "input": .string(large)])["output"] == .string(large))
        let deaf = try await bench.output(
            "command.run", ["command": "sh", "arguments": ["-c", "echo no"], "input": .string(large)])
        #expect(deaf["output"] == "no\n" && deaf["json"] == .null)
    }

    @Test func `of Ulak's environment only three variables are passed on`() async throws {
        let bench = try LocalBench(
            commands: ["env"],
            environment: ["PATH": "/usr/bin:/bin", "HOME": "/h", "LANG": "C.UTF-8", "ULAK_CREDENTIAL_X_KEY": "secret"])
        let found = try await bench.output("command.run", ["command": "env", "environment": ["SHOP": "DEMOCO", "LANG": "tr"]])
        let lines = Set(found["output"]?.stringValue?.split(separator: "\n").map(String.init) ?? [])
        #expect(lines == ["PATH=/usr/bin:/bin", "HOME=/h", "LANG=tr", "SHOP=DEMOCO"])
    }

    @Test func `it runs in the project's folder or in one below`() async throws {
        let bench = try LocalBench(commands: ["pwd"])
        try FileManager.default.createDirectory(atPath: bench.folder + "/sub", withIntermediateDirectories: true)
        let below = try await bench.output("command.run", ["command": "pwd", "folder": "sub"])
        #expect(below["output"] == .string(bench.folder + "/sub\n"))
        #expect(try await bench.failure("command.run", ["command": "pwd", "folder": ".."]).code == "outside_root")
        #expect(try await bench.failure("command.run", ["command": "pwd", "folder": "none"]).code == "not_started")
    }

    @Test func `exit codes have classes`() async throws {
        let bench = try LocalBench(commands: shell)
        func exit(_ code: Int, _ more: ValueObject = [:]) async -> NodeOutcome {
            var parameters = more
            parameters["command"] = "sh"
            parameters["arguments"] = ["-c", .string("echo first >&2; echo broken >&2; exit \(code)")]
            return await bench.run("command.run", parameters)
        }
        func failed(_ code: Int, _ failureClass: FailureClass) -> NodeOutcome {
            .failed(NodeFailure(code: "exit_\(code)", class: failureClass, message: "the command ended with \(code): broken"))
        }
        #expect(await exit(3) == failed(3, .input))
        #expect(await exit(75) == failed(75, .unavailable))
        #expect(await exit(9, ["unavailable_on": [9]]) == failed(9, .unavailable))
        guard case .succeeded(let found) = await exit(1, ["expect": [0, 1]]) else {
            Issue.record("an expected code is a success")
            return
        }
        #expect(found["exit_code"] == 1 && found["error"] == "first\nbroken\n")
    }

    @Test func `a program that is not there is a failure before anything ran`() async throws {
        let bench = try LocalBench(commands: ["no-such-program"])
        #expect(try await bench.failure("command.run", ["command": "no-such-program"]).code == "not_started")
    }

    @Test func `long output is cut, and the command is not held up`() async throws {
        let bench = try LocalBench(commands: shell)
        let script = "i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done; echo end >&2"
        let found = try await bench.output(
            "command.run", ["command": "sh", "arguments": ["-c", .string(script)], "max_output": 1000])
        #expect(found["output"]?.stringValue?.utf8.count == 1000)
        #expect(found["is_truncated"] == true && found["error"] == "end\n")
    }

    @Test(arguments: [0, 3])
    func `a command that closes its output early is waited for until it ends`(_ code: Int) async throws {
        let bench = try LocalBench(commands: shell)
        let script = "echo all; exec >&- 2>&-; sleep 0.3; exit \(code)"
        let found = try await bench.output(
            "command.run", ["command": "sh", "arguments": ["-c", .string(script)], "expect": [.int(Int64(code))]])
        #expect(found["exit_code"] == .int(Int64(code)) && found["output"] == "all\n")
    }

    @Test func `what a command leaves behind with its output open ends with it, and is not waited for`() async throws {
        let bench = try LocalBench(commands: shell)
        let pipe = try HeldPipe(bench.folder + "/held")
        let script = "exec 3>held; sleep 1000 & echo done"
        let found = try await bench.output("command.run", ["command": "sh", "arguments": ["-c", .string(script)]])
        #expect(found["exit_code"] == 0 && found["output"] == "done\n")
        #expect(await pipe.isLetGo())
    }

    @Test(arguments: [("send", true), ("read", false), ("idempotent", false)])
    func `a command whose time is up is ended with everything it started`(_ effect: String, _ isUnknown: Bool) async throws {
        let bench = try LocalBench(commands: shell)
        // Both have the pipe open from their first line to their end, and would wait for a long time.
        let pipe = try HeldPipe(bench.folder + "/held")
        let script = "exec 3>held; sh -c 'echo child >&3; exec sleep 1000' & echo parent >&3; wait"
        let task = Task {
            await bench.run("command.run", ["command": "sh", "arguments": ["-c", .string(script)], "effect": .string(effect)])
        }
        #expect(await pipe.lines(2).sorted() == ["child", "parent"])
        task.cancel()
        switch await task.value {
        case .unknown(let reason): #expect(isUnknown && reason.kind == .timeout)
        case .failed(let failure): #expect(!isUnknown && failure.failureClass == .unavailable)
        case let other: Issue.record("\(other)")
        }
        #expect(await pipe.isLetGo())
    }

    @Test func `a command that is killed by somebody else is unknown`() async throws {
        let bench = try LocalBench(commands: shell)
        let outcome = await bench.run("command.run", ["command": "sh", "arguments": ["-c", "kill -9 $$"]])
        guard case .unknown(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.message == "the command was ended by signal 9")
    }
}
