import Randomness
import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct RetryTests {
    @Test func `a step is tried again after waits that grow, and keeps its parameters`() throws {
        var table = try RunTable(
            .of([.of("a", with: .expressions(["at": "string(now)"]), retry: .plain(3))]))
        try table.end("a#1", .down)
        try table.wait(.milliseconds(500))
        try table.wait(.milliseconds(500))
        try table.end("a#2", .down)
        try table.wait(.seconds(2))
        try table.end("a#3", .down)
        #expect(
            table.text == """
                0s run started
                0s a#1 started {"at":"2027-01-15T08:00:00Z"}
                1s a#1 failed: down (unavailable), again in 1s
                   wake a#2 at 2s
                   wake a#2 at 2s
                2s a#2 started {"at":"2027-01-15T08:00:00Z"}
                3s a#2 failed: down (unavailable), again in 2s
                   wake a#3 at 5s
                5s a#3 started {"at":"2027-01-15T08:00:00Z"}
                6s a#3 failed: down (unavailable)
                6s run failed at a: down

                """)
    }

    @Test func `only classes of the policy are tried again`() throws {
        var table = try RunTable(.of([.of("a", retry: .plain(3))]))
        try table.end("a#1", .wrong)
        #expect(table.text.hasSuffix("run failed at a: wrong\n"))
        var policy = RetryPolicy.plain(3)
        policy.on = [.input]
        var other = try RunTable(.of([.of("a", retry: policy)]))
        try other.end("a#1", .wrong)
        #expect(other.text.hasSuffix("again in 1s\n   wake a#2 at 2s\n"))
    }

    @Test func `the budget for all attempts is kept`() throws {
        var table = try RunTable(.of([.of("a", retry: .plain(10, total: .seconds(5)))]))
        try table.end("a#1", .down)
        try table.wait(.seconds(1))
        try table.end("a#2", .down)
        #expect(table.text.hasSuffix("3s a#2 failed: down (unavailable), again in 2s\n   wake a#3 at 5s\n"))
        try table.wait(.seconds(2))
        try table.end("a#3", .down, after: .milliseconds(1))
        #expect(table.text.hasSuffix("run failed at a: down\n"))
    }

    @Test func `a condition can forbid another attempt`() throws {
        let unless = try PlacedExpression.text("error.code == 'down' && attempt >= 2")
        var table = try RunTable(.of([.of("a", retry: .plain(5), unless: unless)]))
        try table.end("a#1", .down)
        try table.wait(.seconds(1))
        try table.end("a#2", .down)
        #expect(table.text.hasSuffix("3s a#2 failed: down (unavailable)\n3s run failed at a: down\n"))
        var broken = try RunTable(.of([.of("a", retry: .plain(5), unless: .text("error.nothing"))]))
        try broken.end("a#1", .down)
        #expect(broken.result.failure?.error.message.contains("not tried again: `unless` has no value") == true)
    }

    @Test func `the wait that the other side asks for is never cut short`() throws {
        func slow(_ wait: Duration) -> NodeOutcome {
            .failed(NodeFailure(code: "slow", class: .rateLimited, message: "slow down", retryAfter: wait))
        }
        var table = try RunTable(.of([.of("a", retry: .plain(3))]))
        try table.end("a#1", slow(.seconds(20)))
        guard case .attemptFinished(let record) = table.records.last, let retryAt = record.retryAt else {
            Issue.record("no retry")
            return
        }
        #expect(retryAt - record.at >= .seconds(20))
        #expect(retryAt - record.at <= .seconds(22))

        var tooLong = try RunTable(.of([.of("a", retry: .plain(3))]))
        try tooLong.end("a#1", slow(.seconds(61)))
        #expect(
            tooLong.result.failure?.error.message == """
                slow down (asked to wait until 2027-01-15T08:01:02.000Z, which is longer than the step's `retry` allows)
                """)
        var overBudget = try RunTable(.of([.of("a", retry: .plain(3, total: .seconds(10)))]))
        try overBudget.end("a#1", slow(.seconds(15)))
        #expect(overBudget.text.hasSuffix("run failed at a: slow\n"))
    }

    /// The reference's section 3 in a table: our wait of 4 s before the first retry, none of it drawn.
    @Test(
        arguments: [
            // asked, longest wait, total, already passed, expected wait between, or why there is none
            (nil, 60, nil, 0, 4.0, 4.0, nil), (nil, 60, 10, 6, 4.0, 4.0, nil), (nil, 60, 10, 7, 0, 0, .overBudget),
            (2, 60, nil, 0, 4.0, 4.4, nil), (20, 60, nil, 0, 20.0, 22.0, nil), (60, 60, nil, 0, 60.0, 66.0, nil),
            (61, 60, nil, 0, 0, 0, .askedTooLong(.seconds(61))), (20, 60, 30, 11, 0, 0, .askedTooLong(.seconds(20))),
            (20, 60, 30, 10, 20.0, 20.0, nil), (2, 60, 10, 7, 0, 0, .overBudget), (0, 60, nil, 0, 4.0, 4.4, nil),
        ] as [(Int?, Int, Int?, Int, Double, Double, BackOff.Decision?)])
    func `the longer of our wait and the asked one, up to a tenth more, within the longest wait and the total`(
        asked: Int?, longest: Int, total: Int?, elapsed: Int, low: Double, high: Double, refusal: BackOff.Decision?
    ) {
        let policy = RetryPolicy(
            attempts: 3, delay: .seconds(4), maxDelay: .seconds(longest), jitter: .none, total: total.map { .seconds($0) })
        let failure = NodeFailure(code: "slow", class: .rateLimited, message: "", retryAfter: asked.map { .seconds($0) })
        for seed in 0..<50 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let decision = BackOff(policy: policy)
                .decide(after: failure, attempt: 1, elapsed: .seconds(elapsed), random: &random)
            if let refusal {
                #expect(decision == refusal)
            } else if case .wait(let wait) = decision {
                #expect(wait >= .milliseconds(Int(low * 1000)) && wait <= .milliseconds(Int(high * 1000)), "\(wait)")
            } else {
                Issue.record("\(decision)")
            }
        }
    }

    @Test func `a step whose node is harmless is tried again when its outcome is unknown`() throws {
        var table = try RunTable(.of([.of("a", effect: .read, retry: .plain(2))]))
        try table.end("a#1", .lost)
        try table.wait(.seconds(1))
        try table.end("a#2", .lost)
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                1s a#1 failed: timeout (unavailable), again in 1s
                   wake a#2 at 2s
                2s a#2 started
                3s a#2 failed: timeout (unavailable)
                3s run failed at a: timeout

                """)
    }

    @Test func `a snoozed attempt goes on under the same number`() throws {
        var table = try RunTable(.of([.of("wait"), .of("b", needs: ["wait"])]))
        try table.end("wait#1", .snoozed(until: SampleRecords.start + .seconds(3600)), after: .zero)
        #expect(table.result.status == .waiting(until: SampleRecords.start + .seconds(3600)))
        try table.crash()
        try table.wait(.seconds(3599))
        try table.end("wait#1", .done, after: .zero)
        try table.end("b#1", .done)
        #expect(
            table.text == """
                0s run started
                0s wait#1 started
                0s wait#1 snoozed until 1h
                   wake wait#1 at 1h
                1s a new process
                   wake wait#1 at 1h
                1h wait#1 resumed
                1h wait#1 succeeded
                1h b#1 started
                1h1s b#1 succeeded
                1h1s run succeeded

                """)
    }

    @Test func `a retry that was decided keeps its time over a restart`() throws {
        var table = try RunTable(.of([.of("a", retry: RetryPolicy(attempts: 3))]))
        try table.end("a#1", .down)
        let before = table.text.split(separator: "\n").last
        try table.crash(for: .milliseconds(1))
        #expect(table.text.split(separator: "\n").last == before)
    }
}
