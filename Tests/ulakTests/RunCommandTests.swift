import Foundation
import Sandbox
import Testing
import Values

@Suite("ulak run")
struct RunCommandTests {
    static let hello = """
        name: hello
        inputs:
          phone: text
        steps:
          greet:
            uses: iletimerkezi.send_sms
            credential: iletimerkezi
            with:
              sender: DEMOCO
              to: ${{ inputs.phone }}
              text: Merhaba!
              iys: false
        """

    @Test("the progress says what each step did, and standard output stays empty")
    func progress() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(Self.hello, to: "hello.yaml")
            let result = try await program.run("run", "hello.yaml", "--input", "phone=5550000001")
            #expect(result.status == 0)
            #expect(result.output == "")
            #expect(
                result.steadyError == """
                    hello  run RUN
                    ✓ greet  iletimerkezi.send_sms  N ms  message_id 800000001, duplicate false
                    succeeded in N ms

                    """)
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("a name finds a file in workflows/")
    func byName() async throws {
        try await Program.withSandboxedProgram { program, _, _ in
            try program.write(Self.hello, to: "workflows/hello.yaml")
            #expect(try await program.run("run", "hello", "--input", "phone=5550000001").status == 0)
            let missing = try await program.run("run", "helo")
            #expect(missing.status == 2)
            #expect(
                missing.error == """
                    error[WF001]: there is no workflow `helo` in `workflows/`, and no such file
                      = did you mean `workflows/hello.yaml`?

                    More about this: ulak explain WF001

                    """)
        }
    }

    @Test("--sandbox needs no account and shows what was received")
    func ownSandbox() async throws {
        try await Program.withProgram { program in
            try program.write(Self.hello, to: "hello.yaml")
            let result = try await program.run("run", "hello.yaml", "--sandbox", "--input", "phone=5550000001")
            #expect(result.status == 0)
            #expect(
                result.steadyError.hasSuffix(
                    """
                    The sandbox received 1 message:
                      iletimerkezi  DEMOCO → 905550000001  (1 SMS, GSM-7)
                        │ Merhaba!

                    """))
        }
    }

    @Test("a missing credential ends the command before anything runs")
    func missingCredential() async throws {
        try await Program.withProgram { program in
            try program.write(Self.hello, to: "hello.yaml")
            let result = try await program.run("run", "hello.yaml", "--input", "phone=5550000001")
            #expect(result.status == 2)
            #expect(
                result.error == """
                    error[WF022]: step `greet`: the credential `iletimerkezi` is not there
                     --> hello.yaml:5:3
                    5 |   greet:
                      |   ^^^^^
                      = help: set ULAK_CREDENTIAL_ILETIMERKEZI_KEY   # The API key from the panel.
                      = help: set ULAK_CREDENTIAL_ILETIMERKEZI_HASH   # The hash that the panel shows beside the key. It is sent as it is.
                      = help: or keep it in the vault: ulak vault set iletimerkezi --type iletimerkezi

                    More about this: ulak explain WF022

                    """)
            #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: ".ulak").path))
        }
    }

    @Test("inputs are checked by name and type, all in one go")
    func inputs() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: typed
                inputs:
                  count: integer
                  size: { type: text, allowed: [small, large], default: small }
                  phone: { type: text, help: The customer's number }
                steps:
                  note: { uses: log, with: { message: "${{ inputs.phone }}" } }
                """, to: "typed.yaml")
            let result = try await program.run(
                "run", "typed.yaml", "--input", "count=many", "--input", "siz=small", "--input", "size=huge")
            #expect(result.status == 2)
            #expect(
                result.error == """
                    error[WF051]: input `count` is integer, found `many`

                    error[WF051]: workflow `typed` has no input `siz`
                      = did you mean `size`?

                    error[WF051]: input `size` cannot be `huge`
                      = expected one of `small`, `large`

                    error[WF051]: input `phone` is missing: The customer's number
                      = add --input phone=…

                    More about this: ulak explain WF051

                    """)
        }
    }

    @Test("a workflow that reads its event asks for one")
    func eventNeeded() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: hook
                triggers:
                  shipped: { uses: webhook, with: { path: /shipped, auth: none } }
                steps:
                  note: { uses: log, with: { message: "${{ trigger.body.id }}" } }
                """, to: "hook.yaml")
            let result = try await program.run("run", "hook.yaml")
            #expect(result.status == 2)
            #expect(
                result.error == """
                    error[WF061]: workflow `hook` reads `trigger.body.id`, but there is no event
                      = add --event FILE with the data of the event as JSON

                    More about this: ulak explain WF061

                    """)
            let given = try await program.run("run", "hook.yaml", "--event", "-", input: #"{"id": "A 17"}"#)
            #expect(given.status == 0)
            #expect(given.error.contains("✓ note  log"))
            #expect(given.error.contains("A 17"))
            let broken = try await program.run("run", "hook.yaml", "--event", "-", input: "{\"id\": ")
            #expect(broken.status == 2)
            #expect(broken.error.contains("`-` is not JSON: the text ends where a value was expected at byte 7"))
        }
    }

    @Test("a value that is missing when the run gets there fails the step with its place")
    func missingValue() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: hook
                triggers:
                  shipped: { uses: webhook, with: { path: /shipped, auth: none } }
                steps:
                  note:
                    uses: log
                    with: { message: "Order ${{ trigger.body.order.id }}" }
                """, to: "hook.yaml")
            let result = try await program.run("run", "hook.yaml", "--event", "-", input: #"{"id": 5}"#)
            #expect(result.status == 1)
            #expect(result.error.contains("EXPR020"))
            #expect(result.error.contains("hook.yaml:7:"))
        }
    }

    @Test("a dry run shows requests with masked secrets and what they cost, and sends nothing")
    func dryRun() async throws {
        try await Program.withSandboxedProgram { program, sandbox, baseURL in
            var program = program
            program.environment["ULAK_CREDENTIAL_ILETIMERKEZI_KEY"] = "canary-4711"
            try program.write(Self.hello, to: "hello.yaml")
            let result = try await program.run("run", "hello.yaml", "--dry-run", "--input", "phone=5550000001")
            #expect(result.status == 0)
            #expect(!result.output.contains("canary"))
            #expect(
                result.output == """
                    hello  dry run, nothing is sent

                    greet  iletimerkezi.send_sms
                      POST \(baseURL)/iletimerkezi/v1/send-sms/json
                      {
                        "request": {
                          "authentication": {
                            "key": "****",
                            "hash": "****"
                          },
                          "order": {
                            "sender": "DEMOCO",
                            "iys": "0",
                            "message": {
                              "text": "Merhaba!",
                              "receipents": {
                                "number": [
                                  "905550000001"
                                ]
                              }
                            }
                          }
                        }
                      }
                      1 SMS each, 1 recipient: about 1 credit

                    """)
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test("an unknown outcome has an exit code of its own, and nothing is sent again")
    func unknown() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            try program.write(
                """
                name: code
                steps:
                  code:
                    uses: turkeysms.send_otp
                    credential: turkeysms
                    with: { to: "905550009108" }
                  other:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    needs: [code]
                    when: any_failed
                    with: { sender: DEMOCO, to: "905550009108", text: Hello, iys: false }
                """, to: "code.yaml")
            let result = try await program.run("run", "code.yaml")
            #expect(result.status == 3)
            #expect(result.error.contains("? code"))
            #expect(result.error.contains("nobody knows whether it was sent"))
            #expect(await sandbox.inbox().count == 1)
            let list = try await program.run("runs", "list", "--json")
            #expect(try Value(json: list.output)[0]?["status"] == "unknown")
        }
    }

    @Test("what was done before a failure stays in the journal")
    func journalKeepsAll() async throws {
        try await Program.withSandboxedProgram { program, _, _ in
            try program.write(
                """
                name: half
                steps:
                  first:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    with: { sender: DEMOCO, to: "905550000001", text: Hello }
                  second:
                    uses: fail
                    needs: [first]
                    with: { message: "The stock is empty." , code: E7 }
                on_failure:
                  tell:
                    uses: log
                    with: { message: "${{ failure.step }}: ${{ failure.error.message }}" }
                """, to: "half.yaml")
            let result = try await program.run("run", "half.yaml")
            #expect(result.status == 1)
            #expect(
                result.steadyError == """
                    half  run RUN
                    ✓ first   turkeysms.send_sms  N ms  message_id 700000001, segments 1
                    ✗ second  fail                N ms  E7: The stock is empty.
                    ✓ tell    log                 N ms  second: The stock is empty.
                    failed in N ms: step `second`: The stock is empty.

                    """)
            let shown = try await program.run("runs", "show", "last")
            #expect(shown.status == 0)
            #expect(
                shown.steadyOutput == """
                    half  run RUN
                    status    failed
                    started   TIME
                    finished  TIME  after N ms
                    failed    step `second`: E7: The stock is empty.

                    first   succeeded  N ms
                      attempt 1  TIME  N ms  succeeded
                      output {"message_id":"700000001","segments":1}
                    second  failed  N ms
                      attempt 1  TIME  N ms  failed  E7 (input): The stock is empty.
                    tell    succeeded  N ms
                      attempt 1  TIME  N ms  succeeded
                      output {"message":"second: The stock is empty."}

                    """)
        }
    }

    @Test("an attempt that is worth a retry is tried again")
    func retries() async throws {
        try await Program.withSandboxedProgram { program, _, baseURL in
            try program.write(
                """
                name: again
                steps:
                  ask:
                    uses: turkeysms.get_balance
                    credential: turkeysms
                    retry: { attempts: 3, delay: 20ms }
                """, to: "again.yaml")
            try await Program.arm(#"{"fault": "status", "status": 503, "times": 2}"#, baseURL)

            let result = try await program.run("run", "again.yaml", "--json")
            #expect(result.status == 0)
            let attempts = try Value(json: result.output)["steps"]?[0]?["attempts"]?.listValue ?? []
            #expect(attempts.map { $0["outcome"] } == ["failed", "failed", "succeeded"])
        }
    }
}

extension Program {
    /// Tells a sandbox what to do wrong.
    static func arm(_ fault: String, _ baseURL: String) async throws {
        var request = HTTPCall(url: "\(baseURL)/control/faults")
        request.body = fault
        #expect(try await request.status() < 300)
    }
}
