import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

/// A send may be snoozed: the rate of its credential is used up. It is still on disk as started, and its promises hold on.
struct SnoozedSendTests {
    private static func snoozed(_ seconds: Int64) -> NodeOutcome { .snoozed(until: SampleRecords.start + .seconds(seconds)) }

    @Test func `a snoozed send goes on under the same number`() throws {
        var table = try RunTable(.of([.of("a", effect: .send)]))
        try table.end("a#1", Self.snoozed(5))
        try table.crash()
        try table.wait(.seconds(3))
        try table.end("a#1", .done)
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                1s a#1 snoozed until 5s
                   wake a#1 at 5s
                2s a new process
                   wake a#1 at 5s
                5s a#1 resumed
                6s a#1 succeeded
                6s run succeeded

                """)
    }

    @Test func `a snoozed send does not leave after the run has expired`() throws {
        var table = try RunTable(.of([.of("a", effect: .send)], expires: .seconds(10)))
        try table.end("a#1", Self.snoozed(11))
        try table.wait(.seconds(10))
        #expect(table.text.hasSuffix("11s a#1 failed: expired (input)\n11s run failed at a: expired\n"))
    }

    @Test func `a snoozed resend is left to a person once the window has passed in which a repeat is recognised`() throws {
        let policy = UnknownPolicy.resendIdentical(within: .seconds(60), attempts: 2)
        for isLate in [false, true] {
            var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(3), onUnknown: policy)]))
            try table.end("a#1", .lost)
            try table.wait(.seconds(1))
            try table.end("a#2", Self.snoozed(isLate ? 62 : 50))
            try table.wait(.seconds(isLate ? 59 : 47))
            #expect(table.text.hasSuffix(isLate ? "1m2s a#2 unknown: timeout, held\n   hold\n" : "50s a#2 resumed\n"))
            if isLate {
                #expect(table.result.status == .unknown)
                try table.resolve("a#2", sent: true)
                #expect(table.result.status == .succeeded)
            }
        }
    }

    @Test func `a stopped run does not forget a send in doubt that waits for its resend`() throws {
        for isSnoozed in [false, true] {
            var table = try RunTable(.of([.of("a", effect: .send, onUnknown: SendTests.resend)]))
            try table.end("a#1", .lost)
            if isSnoozed {
                try table.wait(.seconds(5))
                try table.end("a#2", Self.snoozed(90))
            }
            try table.cancel()
            #expect(table.text.hasSuffix("a#2 unknown: timeout, held\n   hold\n"))
            #expect(table.result.status == .unknown)
            try table.resolve("a#2", sent: false)
            #expect(table.result.status == .cancelled)
        }
    }
}
