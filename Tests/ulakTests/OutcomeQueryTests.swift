import Foundation
import Sandbox
import Testing
import Values

/// A provider of the user's own that can be asked about a reference: its manifests speak to the sandbox in the words of iletiMerkezi,
/// and the sender's name serves as the reference.
@Suite("Asking what became of a send", .serialized)
struct OutcomeQueryTests {
    private static func manifests(_ baseURL: String) -> [String: String] {
        [
            "nodes/acme/provider.yaml": """
            provider: acme
            title: Acme
            summary: Messages of Acme.
            base_url: \(baseURL)\(SandboxConfiguration.iletiMerkeziPrefix)
            credential:
              key: { help: The key. }
              hash: { help: The hash. }
            response:
              success: string(body.response.status.code) == '200'
              code: string(body.response.status.code)
              message: body.response.status.message
            """,
            "nodes/acme/find.yaml": """
            node: acme.find
            title: Find messages
            summary: Lists the messages of some days.
            kind: action
            effect: read
            parameters:
              from: { type: date, required: true, help: The first day. }
              to: { type: date, required: true, help: The last day. }
            request:
              method: POST
              path: /v1/get-reports/json
              body:
                request:
                  authentication: { key: "${{ credential.key }}", hash: "${{ credential.hash }}" }
                  filter: { start: "${{ params.from }}", end: "${{ params.to }}" }
            outputs:
              ids: { type: list, value: "${{ body.response.orders.map(o, string(o.id)) }}", help: What was sent. }
            """,
            "nodes/acme/look.yaml": """
            node: acme.look
            title: Look at a message
            summary: Reads one message.
            kind: action
            effect: read
            parameters:
              id: { type: text, required: true, help: Its id. }
            request:
              method: POST
              path: /v1/get-report/json
              body:
                request:
                  authentication: { key: "${{ credential.key }}", hash: "${{ credential.hash }}" }
                  order: { id: "${{ params.id }}" }
            outputs:
              to: { type: text, value: "${{ string(body.response.order.message[0].number).replace('+', '') }}", help: Who got it. }
            """,
            "nodes/acme/send.yaml": """
            node: acme.send
            title: Send a message
            summary: Sends a text.
            kind: action
            effect: send
            parameters:
              to: { type: phone, required: true, help: The recipient. }
              text: { type: text, required: true, help: The text. }
            request:
              method: POST
              path: /v1/send-sms/json
              body:
                request:
                  authentication: { key: "${{ credential.key }}", hash: "${{ credential.hash }}" }
                  order:
                    sender: DEMOCO
                    iys: "0"
                    message: { text: "${{ params.text }}", receipents: { number: ["${{ params.to }}"] } }
            outputs:
              id: { type: text, value: "${{ string(body.response.order.id) }}", help: Its id. }
            on_unknown:
              query:
                uses: acme.find
                with:
                  from: "${{ formatTime(since, 'yyyy-MM-dd', 'Europe/Istanbul') }}"
                  to: "${{ formatTime(now, 'yyyy-MM-dd', 'Europe/Istanbul') }}"
                each:
                  of: output.ids
                  uses: acme.look
                  with: { id: "${{ candidate }}" }
                  match: answer.to == params.to
                sent: size(matches) == 1
                not_sent: size(matches) == 0
                not_sent_after: 300ms
                output: { id: "${{ matches[0] }}" }
                delay: 800ms
                within: 20s
                attempts: 2
            """,
            "send.yaml": """
            name: send
            steps:
              send:
                uses: acme.send
                credential: acme
                with: { to: "905550000001", text: Your order is ready. }
                retry: { delay: 50ms }
              told:
                uses: log
                with: { message: "sent: ${{ steps.send.status }}, ${{ coalesce(steps.send.output, {}) }}" }
            """,
        ]
    }

    private func withAcme(_ body: @Sendable (Program, Sandbox, String) async throws -> Void) async throws {
        try await Program.withSandboxedProgram { program, sandbox, baseURL in
            var program = program
            program.environment["ULAK_CREDENTIAL_ACME_KEY"] = IletiMerkeziAccount.defaultKey
            program.environment["ULAK_CREDENTIAL_ACME_HASH"] = IletiMerkeziAccount.defaultHash
            for (path, text) in Self.manifests(baseURL) { try program.write(text, to: path) }
            try await body(program, sandbox, baseURL)
        }
    }

    @Test("a message that was taken is found by asking, and not sent again")
    func sent() async throws {
        try await withAcme { program, sandbox, baseURL in
            try await Program.arm(#"{"fault": "apply_then_drop"}"#, baseURL)
            let run = try await program.run("run", "send.yaml")
            #expect(run.status == 0, "\(run.error)")
            #expect(run.error.contains(#"sent: succeeded, {"id":"800000001"}"#))
            #expect(await sandbox.inbox().count == 1)
            let shown = try await program.run("runs", "show", "last")
            #expect(
                shown.steadyOutput.contains("  attempt 2 (asked whether it was sent)  TIME  N ms  succeeded\n"),
                "\(shown.steadyOutput)")
            #expect(run.error.contains("before its answer was whole; asking what became of it\n"))
            let ledger = try await program.run("sends", "list", "--json")
            #expect(try Value(json: ledger.output)[0]?["state"] == "sent")
        }
    }

    @Test("a message that never arrived is found missing, and sent once more")
    func notSent() async throws {
        try await withAcme { program, sandbox, baseURL in
            try await Program.arm(#"{"fault": "drop"}"#, baseURL)
            let run = try await program.run("run", "send.yaml")
            #expect(run.status == 0, "\(run.error)")
            #expect(await sandbox.inbox().count == 1)
            let shown = try await program.run("runs", "show", "last", "--json")
            let attempts = try Value(json: shown.output)["steps"]?[0]?["attempts"]?.listValue ?? []
            #expect(attempts.map { $0["query"] ?? false } == [false, true, false])
            #expect(attempts[1]["error"]?["code"] == "not_sent")
        }
    }

    @Test("with two messages that it could be nobody knows, and a person is asked")
    func undecided() async throws {
        try await withAcme { program, sandbox, baseURL in
            try program.write(
                (Self.manifests(baseURL)["send.yaml"] ?? "").replacing("name: send", with: "name: other")
                    .replacing("Your order is ready.", with: "Hello"), to: "other.yaml")
            #expect(try await program.run("run", "other.yaml").status == 0)
            try await Program.arm(#"{"fault": "apply_then_drop"}"#, baseURL)
            let run = try await program.run("run", "send.yaml")
            #expect(run.status == 3)
            #expect(run.error.contains("the answer of `acme.find` does not tell"), "\(run.error)")
            #expect(await sandbox.inbox().count == 2)
            let resolved = try await program.run("runs", "resolve", "last", "send", "--sent")
            #expect(resolved.error.contains("✓ told"), "\(resolved.error)")
        }
    }

    @Test("a run goes on with its question after the files have changed, on the manifests that it started with")
    func pinned() async throws {
        try await withAcme { program, sandbox, baseURL in
            let slow = (Self.manifests(baseURL)["nodes/acme/send.yaml"] ?? "").replacing("delay: 800ms", with: "delay: 5s")
            try program.write(slow, to: "nodes/acme/send.yaml")
            try await Program.arm(#"{"fault": "apply_then_drop"}"#, baseURL)
            let status = try await program.run("run", "send.yaml", untilErrorHas: "↻ send", then: SIGKILL)
            #expect(status == SIGKILL)
            try FileManager.default.removeItem(at: program.folder.appending(path: "nodes"))
            let resumed = try await program.run("runs", "resume", "last")
            #expect(resumed.status == 0, "\(resumed.error)")
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("the id of an order that a refused repeat has proved is looked up")
    func identified() async throws {
        try await Program.withSandboxedProgram { program, sandbox, baseURL in
            try program.write(
                """
                name: order
                steps:
                  send:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    with: { sender: DEMOCO, to: "905550000001", text: Your order is ready., iys: false }
                    retry: { delay: 50ms }
                """, to: "order.yaml")
            try await Program.arm(#"{"fault": "apply_then_drop"}"#, baseURL)
            let run = try await program.run("run", "order.yaml", "--json")
            #expect(run.status == 0, "\(run.error)")
            let output = try Value(json: run.output)["steps"]?[0]?["output"]
            #expect(output == ["message_id": "800000001", "message_ids": ["800000001"], "duplicate": true])
            #expect(await sandbox.inbox().count == 1)
            // Another text to the same number a moment before: nobody can tell the two apart, so no id is given out.
            try program.write(
                """
                name: second
                steps:
                  send:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    with: { sender: DEMOCO, to: "905550000001", text: Another one, iys: false }
                    retry: { delay: 50ms }
                """, to: "second.yaml")
            try await Program.arm(#"{"fault": "apply_then_drop"}"#, baseURL)
            let second = try await program.run("run", "second.yaml", "--json")
            #expect(try Value(json: second.output)["steps"]?[0]?["output"]?["message_id"] == .null)
            #expect(await sandbox.inbox().count == 2)
        }
    }
}
