import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

struct SendTests {
    static let resend = UnknownPolicy.resendIdentical(within: .seconds(60), attempts: 2)

    @Test func `a send whose outcome is unknown is sent again unchanged, and then held`() throws {
        var table = try RunTable(
            .of([
                .of("a", effect: .send, with: .expressions(["at": "string(now)"]), retry: .plain(1), onUnknown: Self.resend),
                .of("b", needs: ["a"]),
            ]))
        try table.end("a#1", .lost)
        try table.wait(.seconds(1))
        try table.end("a#2", .lost)
        try table.wait(.seconds(2))
        try table.end("a#3", .lost)
        #expect(
            table.text == """
                0s run started
                0s a#1 started {"at":"2027-01-15T08:00:00Z"}
                1s a#1 unknown: timeout, again in 1s
                   wake a#2 at 2s
                2s a#2 started as a resend {"at":"2027-01-15T08:00:00Z"}
                3s a#2 unknown: timeout, again in 2s
                   wake a#3 at 5s
                5s a#3 started as a resend {"at":"2027-01-15T08:00:00Z"}
                6s a#3 unknown: timeout, held
                   hold

                """)
        #expect(table.result.status == .unknown)
        #expect(table.machine.heldAttempts == [AttemptKey(text: "a#3")])
        let held = try #require(table.result.heldSends.first)
        #expect(held.key == AttemptKey(text: "a#3"))
        #expect(held.since == SampleRecords.start)
        #expect(held.parameters == ["at": "2027-01-15T08:00:00Z"])
        #expect(held.reason?.kind == .timeout)
    }

    @Test func `a resend that succeeds settles the send`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(1), onUnknown: Self.resend)]))
        try table.end("a#1", .lost)
        try table.wait(.seconds(1))
        try table.end("a#2", .succeeded(["id": 7]))
        #expect(table.text.hasSuffix("3s a#2 succeeded {\"id\":7}\n3s run succeeded\n"))
    }

    @Test func `a resend that surely was not applied settles nothing`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: Self.resend)]))
        try table.end("a#1", .lost)
        try table.wait(.seconds(1))
        try table.end("a#2", .down)
        #expect(table.text.hasSuffix("3s a#2 failed: down (unavailable), again in 2s\n   wake a#3 at 5s\n"))
        try table.wait(.seconds(2))
        try table.end("a#3", .down)
        #expect(table.text.hasSuffix("6s a#3 failed: down (unavailable), held\n   hold\n"))

        var refused = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: Self.resend)]))
        try refused.end("a#1", .lost)
        try refused.wait(.seconds(1))
        try refused.end("a#2", .wrong)
        #expect(refused.text.hasSuffix("3s a#2 failed: wrong (input), held\n   hold\n"))
    }

    @Test func `no resend starts behind the window, which counts from the first request`() throws {
        var late = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: Self.resend)]))
        try late.end("a#1", .lost, after: .milliseconds(59_500))
        #expect(late.text.hasSuffix("59s500ms a#1 unknown: timeout, held\n   hold\n"))

        var asleep = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: Self.resend)]))
        try asleep.end("a#1", .lost)
        try asleep.crash(for: .seconds(60))
        #expect(asleep.text.hasSuffix("1m1s a new process\n1m1s a#2 unknown: timeout, held\n   hold\n"))
    }

    @Test func `a send that was going when the process died is unknown`() throws {
        var table = try RunTable(
            .of([
                .of("a", effect: .send, retry: .plain(3), onUnknown: Self.resend), .of("b", effect: .send),
                .of("c", effect: .read),
            ]))
        try table.crash()
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                0s b#1 started
                0s c#1 started
                1s a new process
                1s a#1 unknown: crash, again in 1s
                1s b#1 unknown: crash, held
                1s c#1 resumed
                   wake a#2 at 2s

                """)
        try table.wait(.seconds(1))
        try table.crash()
        #expect(table.text.hasSuffix("3s a#2 unknown: crash, again in 2s\n3s c#1 resumed\n   wake a#3 at 5s\n"))
    }

    @Test func `work that ends the process each time is given up`() throws {
        var table = try RunTable(.of([.of("a", effect: .read, retry: .plain(2))]))
        for _ in 0..<5 { try table.crash() }
        #expect(table.text.hasSuffix("5s a#1 resumed\n"))
        try table.crash()
        #expect(table.text.hasSuffix("6s a#1 failed: crash (unavailable), again in 1s\n   wake a#2 at 7s\n"))
    }

    @Test func `a person settles what is held`() throws {
        let plan = Plan.of([.of("a", effect: .send), .of("b", needs: ["a"]), .of("c", needs: ["a"], when: .anyFailed)])
        var sent = try RunTable(plan)
        try sent.end("a#1", .lost)
        #expect(sent.text.hasSuffix("1s a#1 unknown: timeout, held\n   hold\n"))
        try sent.crash()
        try sent.resolve("a#1", sent: true)
        try sent.end("b#1", .done)
        #expect(
            sent.text.hasSuffix(
                "2s a#1 resolved: sent\n2s b#1 started\n2s c skipped: nothing_failed\n3s b#1 succeeded\n3s run succeeded\n"))

        var notSent = try RunTable(plan)
        try notSent.end("a#1", .lost)
        try notSent.resolve("a#1", sent: false)
        try notSent.end("a#2", .done)
        #expect(notSent.text.contains("1s a#1 resolved: not sent\n1s a#2 started\n2s a#2 succeeded\n2s b#1 started\n"))
    }

    @Test func `other branches go on while a send is held`() throws {
        var table = try RunTable(.of([.of("a", effect: .send), .of("b"), .of("c", needs: ["b"])]))
        try table.end("a#1", .lost)
        try table.end("b#1", .done)
        #expect(table.text.hasSuffix("2s b#1 succeeded\n2s c#1 started\n"))
        #expect(table.result.status == .running)
        try table.end("c#1", .done)
        #expect(table.text.hasSuffix("3s c#1 succeeded\n   hold\n"))
        #expect(table.result.status == .unknown)
    }

    @Test func `held items are settled one by one`() throws {
        var table = try RunTable(
            .of([.of("each", effect: .send, forEach: .text("trigger.list"))]), trigger: ["list": [1, 2, 3]])
        try table.end("each[0]#1", .lost)
        try table.end("each[1]#1", .lost)
        try table.end("each[2]#1", .succeeded("c"))
        #expect(table.machine.heldAttempts.map(\.description) == ["each[0]#1", "each[1]#1"])
        try table.resolve("each[1]#1", sent: false)
        try table.resolve("each[0]#1", sent: true)
        try table.end("each[1]#2", .succeeded("b"))
        #expect(table.text.hasSuffix("each finished\n4s run succeeded\n"))
        #expect(table.result.step(StepID("each"))?.output == [nil, "b", "c"])
    }

    @Test func `the author may take an unknown send for a failed one`() throws {
        var table = try RunTable(
            .of([.of("a", effect: .send, retry: .plain(3), onUnknown: .fail), .of("b", needs: ["a"], when: .anyFailed)]))
        try table.end("a#1", .lost)
        try table.end("b#1", .done)
        #expect(table.text.hasSuffix("1s a#1 unknown: timeout\n1s b#1 started\n2s b#1 succeeded\n2s run succeeded\n"))
        #expect(table.result.step(StepID("a"))?.error?.code == "unknown")
    }

    @Test func `no send starts after the run has expired, not even a retry or an item`() throws {
        var table = try RunTable(
            .of(
                [
                    .of("a"), .of("b", needs: ["a"], effect: .send), .of("c", needs: ["a"], effect: .read),
                ], expires: .seconds(10)))
        try table.end("a#1", .done, after: .milliseconds(10_001))
        #expect(table.text.contains("10s1ms b#1 failed: expired (input)\n10s1ms c#1 started\n"))

        var onTime = try RunTable(.of([.of("a"), .of("b", needs: ["a"], effect: .send)], expires: .seconds(10)))
        try onTime.end("a#1", .done, after: .seconds(10))
        #expect(onTime.text.contains("10s b#1 started\n"))

        var retry = try RunTable(.of([.of("a", effect: .send, retry: .plain(5))], expires: .milliseconds(4500)))
        try retry.end("a#1", .down)
        try retry.wait(.seconds(1))
        try retry.end("a#2", .down)
        #expect(retry.text.hasSuffix("3s a#2 failed: down (unavailable)\n3s run failed at a: down\n"))

        var asleep = try RunTable(.of([.of("a", effect: .send, retry: .plain(5))], expires: .seconds(5)))
        try asleep.end("a#1", .down)
        try asleep.crash(for: .seconds(30))
        #expect(asleep.text.hasSuffix("31s a#2 failed: expired (input)\n31s run failed at a: expired\n"))

        var doubt = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: Self.resend)], expires: .seconds(5)))
        try doubt.end("a#1", .lost)
        try doubt.crash(for: .seconds(30))
        #expect(doubt.text.hasSuffix("31s a#2 unknown: timeout, held\n   hold\n"))

        var notSent = try RunTable(.of([.of("a", effect: .send)], expires: .seconds(5)))
        try notSent.end("a#1", .lost, after: .seconds(6))
        try notSent.resolve("a#1", sent: false)
        #expect(
            notSent.text.hasSuffix("6s a#1 resolved: not sent\n6s a#2 failed: expired (input)\n6s run failed at a: expired\n"))
    }
}
