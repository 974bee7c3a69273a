import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

struct CancelTests {
    @Test func `after a stop no attempt starts, and the run ends with the last one that is going`() throws {
        var table = try RunTable(.of([.of("a"), .of("b", retry: .plain(3)), .of("c", needs: ["a"])]))
        try table.end("b#1", .down)
        try table.cancel()
        try table.wait(.seconds(5))
        try table.end("a#1", .done)
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                0s b#1 started
                1s b#1 failed: down (unavailable), again in 1s
                   wake b#2 at 2s
                1s cancel requested
                7s a#1 succeeded
                7s run cancelled

                """)
        #expect(table.result.status == .cancelled)
        #expect(table.result.steps.map(\.status) == [.succeeded, .cancelled, .cancelled])
    }

    @Test func `a stopped run with a send in doubt stays open until that is settled`() throws {
        for sent in [true, false] {
            var table = try RunTable(.of([.of("a", effect: .send, onUnknown: SendTests.resend), .of("b", needs: ["a"])]))
            try table.cancel()
            try table.end("a#1", .lost)
            #expect(table.text.hasSuffix("1s a#1 unknown: timeout, held\n   hold\n"))
            #expect(table.result.status == .unknown)
            try table.resolve("a#1", sent: sent)
            #expect(table.text.hasSuffix("run cancelled\n"))
            #expect(table.result.step(StepID("a"))?.status == (sent ? .succeeded : .cancelled))
        }
    }

    @Test func `a stop reaches a run that only waits, and one whose process died`() throws {
        var waiting = try RunTable(.of([.of("a", retry: .plain(2))]))
        try waiting.end("a#1", .down)
        try waiting.cancel()
        #expect(waiting.text.hasSuffix("1s cancel requested\n1s run cancelled\n"))

        var dead = try RunTable(.of([.of("a", effect: .read), .of("b", effect: .send)]))
        try dead.cancel()
        try dead.crash()
        #expect(dead.text.hasSuffix("1s a#1 failed: cancelled (unavailable)\n1s b#1 unknown: crash, held\n   hold\n"))
    }

    @Test func `a stop has no steps for a failed run`() throws {
        var table = try RunTable(.of([.of("a"), .of("b")], onFailure: [.of("tell")]))
        try table.end("a#1", .wrong)
        try table.cancel()
        try table.end("b#1", .done)
        #expect(table.text.hasSuffix("2s b#1 succeeded\n2s run cancelled\n"))
    }
}
