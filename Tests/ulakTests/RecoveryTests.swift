import Foundation
import Sandbox
import Testing
import Values

@Suite("Going on with runs")
struct RecoveryTests {
    static let two = """
        name: two
        steps:
          first:
            uses: turkeysms.send_sms
            credential: turkeysms
            with: { sender: DEMOCO, to: "905550000001", text: First }
          pause:
            uses: wait
            needs: [first]
            with: { duration: 5s }
          second:
            uses: turkeysms.send_sms
            credential: turkeysms
            needs: [pause]
            with: { sender: DEMOCO, to: "905550000001", text: Second }
        """

    @Test("after kill -9 a run goes on behind its last finished step, on the plan it started with")
    func killed() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(Self.two, to: "two.yaml")
            let status = try await program.run("run", "two.yaml", untilErrorHas: "↻ pause", then: SIGKILL)
            #expect(status == SIGKILL)
            #expect(await sandbox.inbox().map(\.text) == ["First"])
            let list = try await program.run("runs", "list", "--json")
            #expect(try Value(json: list.output)[0]?["status"] == "waiting")
            // The file is another one by now; the run does not care.
            try program.write("name: other\nsteps: { n: { uses: log, with: { message: Hello } } }", to: "two.yaml")
            let resumed = try await program.run("runs", "resume")
            #expect(resumed.status == 0)
            #expect(
                resumed.steadyError == """
                    two  run RUN goes on
                    ✓ pause   wait                N ms  until TIME
                    ✓ second  turkeysms.send_sms  N ms  message_id 700000002, segments 1
                    succeeded in N ms

                    """)
            #expect(await sandbox.inbox().map(\.text) == ["First", "Second"])
            let again = try await program.run("runs", "resume")
            #expect(again.status == 0)
            #expect(again.error == "No run is open.\n")
            #expect(await sandbox.inbox().count == 2)
        }
    }

    @Test("killed while a message is on its way, a run finds out whether it went, and it went once")
    func killedInSend() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(
                """
                name: kill
                inputs: { text: text }
                steps:
                  before: { uses: log, with: { message: ready } }
                  send:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    needs: [before]
                    with: { sender: DEMOCO, to: "905550000001", text: "${{ inputs.text }}", iys: false }
                    retry: { attempts: 3, delay: 50ms }
                """, to: "kill.yaml")
            for number in 1...6 {
                // The attempt of `send` is on disk before this line is shown, and its request leaves about now.
                let status = try await program.run(
                    "run", "kill.yaml", "--input", "text=Message \(number)", untilErrorHas: "✓ before", then: SIGKILL)
                if status == SIGKILL {
                    let resumed = try await program.run("runs", "resume", "last")
                    #expect(resumed.status == 0 || resumed.error.contains("has ended"), "\(resumed.error)")
                }
                #expect(await sandbox.inbox().map(\.text) == (1...number).map { "Message \($0)" })
            }
        }
    }

    @Test("an interrupt ends the run as cancelled, and no step starts after it")
    func interrupted() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(Self.two.replacing("duration: 5s", with: "duration: 1h"), to: "two.yaml")
            let status = try await program.run("run", "two.yaml", untilErrorHas: "↻ pause", then: SIGINT)
            #expect(status == 1)
            #expect(await sandbox.inbox().map(\.text) == ["First"])
            let shown = try await program.run("runs", "show", "last", "--json")
            #expect(try Value(json: shown.output)["status"] == "cancelled")
        }
    }

    static let code = """
        name: code
        steps:
          code:
            uses: turkeysms.send_otp
            credential: turkeysms
            with: { to: "905550000002" }
          done:
            uses: log
            needs: [code]
            with: { message: The code is on its way. }
        """

    @Test("what nobody knows is settled by a person, and the run goes on", arguments: [true, false])
    func resolved(sent: Bool) async throws {
        try await Program.withSandboxedProgram { program, sandbox, baseURL in
            try program.write(Self.code, to: "code.yaml")
            try await Program.arm(#"{"fault": "\#(sent ? "apply_then_drop" : "drop")"}"#, baseURL)
            #expect(try await program.run("run", "code.yaml").status == 3)
            let wrong = try await program.run("runs", "resolve", "last", "done", "--sent")
            #expect(wrong.status == 2)
            #expect(wrong.steadyError.hasSuffix("has nothing to settle\n  = help: open are `code`\n"))
            let resolved = try await program.run("runs", "resolve", "last", "code", sent ? "--sent" : "--not-sent")
            #expect(resolved.status == 0, "\(resolved.error)")
            #expect(resolved.error.contains("The code is on its way."))
            // Either way the person gets one code.
            #expect(await sandbox.inbox().count == 1)
        }
    }
}

@Suite("Runs in other hands")
struct OtherHandsTests {
    @Test("a run that is still going is not taken over, and one of the sandbox never goes to a real provider")
    func refused() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            // It waits until it is cancelled.
            try program.write(RecoveryTests.two.replacing("duration: 5s", with: "duration: 1h"), to: "two.yaml")
            let going = try BackgroundProgram(program, ["run", "two.yaml"])
            for await text in going.texts where text.contains("↻ pause") { break }
            let refused = try await program.run("runs", "resume", "last")
            #expect(refused.status == 1)
            #expect(refused.steadyError.contains("error: run `RUN` is still going in another process"))
            #expect(try await program.run("runs", "resume").status == 0)
            #expect(going.isRunning)
            #expect(try await program.run("runs", "cancel", "last").status == 0)
            #expect(await going.ending().status == 1)
            #expect(await sandbox.inbox().map(\.text) == ["First"])
        }
    }

    @Test("a run of --sandbox has a journal of its own")
    func ownJournal() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(RecoveryTests.code.replacing("905550000002", with: "905550009108"), to: "code.yaml")
            #expect(try await program.run("run", "code.yaml", "--sandbox").status == 3)
            let elsewhere = try await program.run("runs", "resolve", "last", "code", "--not-sent")
            #expect(elsewhere.status == 2)
            let settled = try await program.run("runs", "resolve", "last", "code", "--sent", "--sandbox")
            #expect(settled.status == 0, "\(settled.error)")
            #expect(await sandbox.inbox().isEmpty)
        }
    }
}
