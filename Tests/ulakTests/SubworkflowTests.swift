import Foundation
import Sandbox
import Testing
import Values

@Suite("Workflows that run workflows")
struct SubworkflowTests {
    static let child = """
        name: greet
        inputs:
          phone: { type: text, required: true }
        steps:
          send:
            uses: turkeysms.send_sms
            credential: turkeysms
            with: { sender: DEMOCO, to: "${{ inputs.phone }}", text: "Merhaba" }
        """

    static let parent = """
        name: parent
        steps:
          each:
            uses: workflow.run
            for_each: "['905550000001', '905550000002']"
            with:
              workflow: greet
              inputs: { phone: "${{ item }}" }
          after:
            uses: set
            with: { ids: "${{ steps.each.output.map(x, x.outputs.send.message_id) }}" }
        """

    @Test("a run waits for the runs that it starts and reads what they gave")
    func waits() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(Self.child, to: "greet.yaml")
            try program.write(Self.parent, to: "parent.yaml")
            let result = try await program.run("run", "parent.yaml", "--json")
            #expect(result.status == 0, "\(result.error)")
            let run = try Value(json: result.output)
            #expect(run["steps"]?[1]?["output"]?["ids"] == ["700000001", "700000002"])
            #expect(await sandbox.inbox().map(\.recipient).sorted() == ["905550000001", "905550000002"])
            let list = try Value(json: try await program.run("runs", "list", "--json").output)
            #expect(list.listValue?.map { $0["workflow"] } == ["greet", "greet", "parent"])
        }
    }

    @Test("with --sandbox, a child of a child has the credentials that only its own plan names")
    func sandboxedGrandchild() async throws {
        try await Program.withProgram { program in
            try program.write(
                Self.child.replacing("credential: turkeysms", with: "credential: of-the-child"), to: "greet.yaml")
            try program.write(
                """
                name: middle
                steps:
                  call: { uses: workflow.run, with: { workflow: greet, inputs: { phone: "905550000001" } } }
                """, to: "middle.yaml")
            try program.write(
                "name: top\nsteps:\n  call: { uses: workflow.run, with: { workflow: middle } }\n", to: "top.yaml")
            let result = try await program.run("run", "top.yaml", "--sandbox")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.error.contains("905550000001"), "\(result.error)")
        }
    }

    @Test("killed while it waits, a run goes on with the run that it had started, and nothing is sent twice")
    func killed() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(
                Self.child.replacingOccurrences(of: "steps:", with: "steps:\n  pause: { uses: wait, with: { duration: 5s } }")
                    .replacingOccurrences(
                        of: "    uses: turkeysms.send_sms", with: "    needs: [pause]\n    uses: turkeysms.send_sms"),
                to: "greet.yaml")
            try program.write(
                """
                name: parent
                steps:
                  call: { uses: workflow.run, with: { workflow: greet, inputs: { phone: "905550000001" } } }
                """, to: "parent.yaml")
            let status = try await program.run("run", "parent.yaml", untilErrorHas: "↻ call", then: SIGKILL)
            #expect(status == SIGKILL)
            let resumed = try await program.run("runs", "resume")
            #expect(resumed.status == 0, "\(resumed.error)")
            #expect(await sandbox.inbox().count == 1)
            let list = try Value(json: try await program.run("runs", "list", "--json").output)
            #expect(list.listValue?.map { $0["status"] } == ["succeeded", "succeeded"])
        }
    }

    @Test("an unknown workflow, wrong inputs and a workflow that calls itself are failures with a reason")
    func mistakes() async throws {
        try await Program.withSandboxedProgram { program, _, _ in
            try program.write(Self.child, to: "greet.yaml")
            func call(_ workflow: String, _ inputs: String) async throws -> String {
                try program.write(
                    "name: call\nsteps: { call: { uses: workflow.run, with: { workflow: \(workflow), inputs: \(inputs) } } }",
                    to: "call.yaml")
                let result = try await program.run("run", "call.yaml", "--json")
                #expect(result.status == 1)
                return try Value(json: result.output)["error"]?["message"]?.stringValue ?? result.error
            }
            #expect(try await call("gret", "{}") == "there is no workflow `gret`; did you mean `greet`?")
            #expect(try await call("greet", "{}") == "workflow `greet`: input `phone` is missing")
            #expect(
                try await call("greet", "{ phone: 1, x: 2 }")
                    == "workflow `greet`: workflow `greet` has no input `x`; input `phone` is text, found an integer")
            #expect(try await call("call", "{}").contains("`call` would be the run number 11 in a chain of runs that start runs"))
        }
    }
}

@Suite("Trying runs again")
struct RetryCommandTests {
    @Test("a failed run goes on from the failed step, and what was sent is not sent again")
    func retry() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(
                """
                name: two
                steps:
                  first:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    with: { sender: DEMOCO, to: "905550000001", text: First }
                  second:
                    uses: turkeysms.send_sms
                    credential: other
                    needs: [first]
                    with: { sender: DEMOCO, to: "905550000001", text: Second }
                """, to: "two.yaml")
            var wrong = program
            wrong.environment["ULAK_CREDENTIAL_OTHER_API_KEY"] = "0123456789abcdef0123456789abcdef"
            #expect(try await wrong.run("run", "two.yaml").status == 1)
            #expect(await sandbox.inbox().map(\.text) == ["First"])
            var right = program
            right.environment["ULAK_CREDENTIAL_OTHER_API_KEY"] = TurkeySMSAccount.defaultAPIKey
            let retried = try await right.run("runs", "retry", "last")
            #expect(retried.status == 0, "\(retried.error)")
            #expect(await sandbox.inbox().map(\.text) == ["First", "Second"])
            let again = try await right.run("runs", "retry", "last")
            #expect(again.status == 2)
            #expect(
                again.steadyError == """
                    error: run `RUN` has not failed: it is succeeded
                      = help: ulak runs retry RUN --new   # does all of it again

                    """)
            let new = try await right.run("runs", "retry", "last", "--new")
            #expect(new.status == 0, "\(new.error)")
            #expect(try Value(json: try await right.run("runs", "list", "--json").output).listValue?.count == 2)
        }
    }

    @Test("an open run is cancelled, and a cancelled one goes on where it stood")
    func cancel() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(RecoveryTests.two, to: "two.yaml")
            _ = try await program.run("run", "two.yaml", untilErrorHas: "↻ pause", then: SIGKILL)
            let cancelled = try await program.run("runs", "cancel", "last")
            #expect(cancelled.status == 0, "\(cancelled.error)")
            let list = try Value(json: try await program.run("runs", "list", "--json").output)
            #expect(list[0]?["status"] == "cancelled")
            #expect(try await program.run("runs", "cancel", "last").status == 2)
            let retried = try await program.run("runs", "retry", "last")
            #expect(retried.status == 0, "\(retried.error)")
            #expect(await sandbox.inbox().map(\.text) == ["First", "Second"])
        }
    }
}
