import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@Suite("A step that goes through several providers")
struct ViaTests {
    static func step(
        retry: RetryPolicy = .never, onUnknown: UnknownPolicy = .hold, onError: ErrorPolicy = .fail, forEach: ForEach? = nil
    ) throws -> PlannedStep {
        try .of(
            "a", effect: .send, with: .expressions(["text": "'Hello'"]), forEach: forEach, onError: onError, retry: retry,
            onUnknown: onUnknown, through: ["one", "two"])
    }

    static let poor = NodeOutcome.failed(NodeFailure(code: "402", class: .balance, message: "not enough balance"))
    static let known = NodeOutcome.failed(NodeFailure(code: "451", class: .duplicate, message: "sent before"))

    @Test("a sure failure of the first is followed by the second, each an attempt of its own in the ledger")
    func failover() throws {
        var table = try RunTable(.of([Self.step()]))
        try table.end("a#1", Self.poor)
        try table.end("a#2", .succeeded(["id": 7, "secret": 1]))
        #expect(
            table.text == """
                0s run started
                0s a#1 started through one {"text":"Hello","by":"one"}
                1s a#1 failed: 402 (balance), on to provider 1
                1s a#2 started through two {"text":"Hello","by":"two"}
                2s a#2 succeeded {"provider":"two","id":7,"segments":null}
                2s run succeeded

                """)
        let attempts = table.result.step(StepID("a"))?.attempts ?? []
        #expect(attempts.map { $0.through?.provider } == ["one", "two"])
    }

    @Test("an unknown outcome is never followed by another provider")
    func unknownStays() throws {
        var held = try RunTable(.of([Self.step()]))
        try held.end("a#1", .lost)
        #expect(held.text.hasSuffix("1s a#1 unknown: timeout, held\n   hold\n"))

        var resent = try RunTable(
            .of([Self.step(retry: .plain(3), onUnknown: .resendIdentical(within: .seconds(60), attempts: 1))]))
        try resent.end("a#1", .lost)
        try resent.wait(.seconds(1))
        try resent.end("a#2", .down)
        #expect(
            resent.text.hasSuffix(
                "2s a#2 started as a resend through one {\"text\":\"Hello\",\"by\":\"one\"}\n3s a#2 failed: down (unavailable), held\n   hold\n"
            ))

        var failed = try RunTable(.of([Self.step(onUnknown: .fail)]))
        try failed.end("a#1", .lost)
        #expect(failed.text.hasSuffix("1s a#1 unknown: timeout\n1s run failed at a: unknown\n"))

        var crashed = try RunTable(.of([Self.step()]))
        try crashed.crash()
        #expect(crashed.text.hasSuffix("1s a#1 unknown: crash, held\n   hold\n"))
    }

    @Test("what a person settles as not sent goes through the same provider again, and on from there")
    func settled() throws {
        var table = try RunTable(.of([Self.step()]))
        try table.end("a#1", .lost)
        try table.resolve("a#1", sent: false)
        try table.end("a#2", Self.poor)
        try table.end("a#3", .done)
        #expect(table.text.contains("a#2 started through one"))
        #expect(table.text.contains("a#3 started through two"))
    }

    @Test("the second comes when the first is not tried again, and has attempts of its own")
    func retries() throws {
        var table = try RunTable(.of([Self.step(retry: .plain(2))]))
        try table.end("a#1", .down)
        try table.wait(.seconds(1))
        try table.end("a#2", .down)
        try table.end("a#3", .down)
        try table.wait(.seconds(1))
        try table.end("a#4", .down)
        #expect(
            table.text == """
                0s run started
                0s a#1 started through one {"text":"Hello","by":"one"}
                1s a#1 failed: down (unavailable), again in 1s
                   wake a#2 at 2s
                2s a#2 started through one {"text":"Hello","by":"one"}
                3s a#2 failed: down (unavailable), on to provider 1
                3s a#3 started through two {"text":"Hello","by":"two"}
                4s a#3 failed: down (unavailable), again in 1s
                   wake a#4 at 5s
                5s a#4 started through two {"text":"Hello","by":"two"}
                6s a#4 failed: down (unavailable)
                6s run failed at a: down

                """)
    }

    @Test("neither wrong data nor a message that is out goes to another provider")
    func noFailover() throws {
        for (outcome, code) in [(NodeOutcome.wrong, "wrong"), (Self.known, "451")] {
            var table = try RunTable(.of([Self.step()]))
            try table.end("a#1", outcome)
            #expect(table.text.hasSuffix("run failed at a: \(code)\n"), "\(table.text)")
            #expect(!table.text.contains("through two"))
        }
    }

    @Test("each element of a list finds its own provider")
    func items() throws {
        var table = try RunTable(.of([Self.step(forEach: .text("['x', 'y']", concurrency: 2))]))
        try table.end("a[0]#1", Self.poor)
        try table.end("a[1]#1", .succeeded(["id": 1]))
        try table.end("a[0]#2", .succeeded(["id": 2]))
        #expect(
            table.result.step(StepID("a"))?.output == [
                ["provider": "two", "id": 2, "segments": nil], ["provider": "one", "id": 1, "segments": nil],
            ])
    }

    @Test("a new process goes on at the provider where the old one stood")
    func restart() throws {
        var table = try RunTable(.of([Self.step(retry: .plain(2))]))
        try table.end("a#1", Self.poor)
        try table.end("a#2", .down)
        try table.crash()
        #expect(table.text.hasSuffix("a#3 started through two {\"text\":\"Hello\",\"by\":\"two\"}\n"), "\(table.text)")
    }

    @Test("a failed run that is taken up again begins with the first provider")
    func reopened() throws {
        var table = try RunTable(.of([Self.step()]))
        try table.end("a#1", Self.poor)
        try table.end("a#2", Self.poor)
        #expect(table.text.hasSuffix("run failed at a: 402\n"))
        try table.reopen()
        #expect(table.text.hasSuffix("a#3 started through one {\"text\":\"Hello\",\"by\":\"one\"}\n"), "\(table.text)")
    }
}
