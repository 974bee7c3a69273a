import Foundation
import Sandbox
import Testing
import Values

/// What a person sees when a provider answers something else than it should: one clear message and the right exit code.
@Suite("A provider that answers strangely")
struct StrangeAnswerTests {
    struct Answer: CustomTestStringConvertible, Sendable {
        let fault: String
        let read: String
        let send: String
        var testDescription: String { fault }
    }

    static let answers = [
        Answer(
            fault: "html", read: "http_502: an answer that is not JSON (HTTP 502, text/html; charset=utf-8)",
            send: "nobody knows whether it was sent: an answer that is not JSON (HTTP 502, text/html; charset=utf-8)"),
        Answer(
            fault: "half_body", read: "reset: the other side closed the connection before its answer was whole",
            send: "nobody knows whether it was sent: the other side closed the connection before its answer was whole"),
        Answer(
            fault: "empty_body", read: "unreadable: an empty answer (HTTP 200)",
            send: "nobody knows whether it was sent: an empty answer (HTTP 200)"),
        Answer(
            fault: "huge_body", read: "unreadable: the answer (HTTP 200) is larger than 4 MiB",
            send: "nobody knows whether it was sent: the answer (HTTP 200) is larger than 4 MiB"),
        Answer(
            fault: "drop", read: "reset: the other side closed the connection before its answer was whole",
            send: "nobody knows whether it was sent: the other side closed the connection before its answer was whole"),
    ]

    @Test("a read has failed, and a send is unknown", arguments: answers)
    func strange(answer: Answer) async throws {
        try await Program.withSandboxedProgram { program, _, baseURL in
            try program.write(
                """
                name: read
                steps:
                  ask: { uses: turkeysms.get_balance, credential: turkeysms, retry: { attempts: 1 } }
                """, to: "read.yaml")
            try await Program.arm(#"{"fault": "\#(answer.fault)"}"#, baseURL)
            let read = try await program.run("run", "read.yaml")
            #expect(read.status == 1)
            #expect(
                read.steadyError == """
                    read  run RUN
                    ✗ ask  turkeysms.get_balance  N ms  \(answer.read)
                    failed in N ms: step `ask`: \(answer.read.drop { $0 != ":" }.dropFirst(2))

                    """)
            try program.write(
                """
                name: send
                steps:
                  first: { uses: iletimerkezi.get_balance, credential: iletimerkezi }
                  code:
                    uses: turkeysms.send_otp
                    credential: turkeysms
                    needs: [first]
                    with: { to: "905550000001" }
                """, to: "send.yaml")
            try await Program.arm(#"{"fault": "\#(answer.fault)", "path": "/turkeysms/otp/send"}"#, baseURL)
            let send = try await program.run("run", "send.yaml")
            #expect(send.status == 3)
            #expect(send.steadyError.contains("? code   turkeysms.send_otp        \(answer.send)\nunknown in N ms"))
            // What was done before stays in the journal.
            let shown = try Value(json: try await program.run("runs", "show", "last", "--json").output)
            #expect(shown["steps"]?.listValue?.map { $0["status"] } == ["succeeded", "unknown"])
        }
    }
}
