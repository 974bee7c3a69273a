import Randomness
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct BackOffTests {
    @Test func `the cap grows by the factor and ends at the longest wait`() {
        let backOff = BackOff(policy: RetryPolicy(attempts: 20, delay: .milliseconds(500), factor: 3, maxDelay: .seconds(20)))
        #expect(
            (1...6).map { backOff.cap(beforeRetry: $0) }
                == [
                    .milliseconds(500), .milliseconds(1500), .milliseconds(4500), .milliseconds(13500), .seconds(20),
                    .seconds(20),
                ])
        let steady = BackOff(policy: RetryPolicy(delay: .seconds(3), factor: 1))
        #expect(steady.cap(beforeRetry: 1_000_000) == .seconds(3))
        #expect(BackOff(policy: RetryPolicy(delay: .seconds(90), maxDelay: .seconds(60))).cap(beforeRetry: 1) == .seconds(60))
        #expect(backOff.cap(beforeRetry: .max) == .seconds(20))
    }

    @Test(
        arguments: [
            (RetryPolicy.Jitter.none, Duration.seconds(4), Duration.seconds(4)), (.equal, .seconds(2), .seconds(4)),
            (.full, .milliseconds(400), .seconds(4)),
        ])
    func `each jitter stays in its range and reaches both ends`(jitter: RetryPolicy.Jitter, low: Duration, high: Duration) {
        let backOff = BackOff(policy: RetryPolicy(delay: .seconds(1), factor: 2, jitter: jitter))
        #expect(backOff.delay(beforeRetry: 3, unit: 0) == low)
        let top = backOff.delay(beforeRetry: 3, unit: 1.nextDown)
        #expect(top <= high && top >= high - .microseconds(2))
    }

    @Test func `full jitter is spread evenly`() {
        let backOff = BackOff(policy: RetryPolicy(delay: .seconds(10), factor: 1))
        var buckets = [Int](repeating: 0, count: 9)
        for attempt in 0..<9000 {
            var random = SplitMix64(run: RunID("r"), key: AttemptKey(step: StepID("s"), attempt: attempt))
            let delay = backOff.delay(beforeRetry: 1, unit: random.unit())
            buckets[Int((delay - .seconds(1)) / .seconds(1))] += 1
        }
        #expect(buckets.allSatisfy { $0 > 850 && $0 < 1150 })
    }

    @Test func `the draw depends on run, step, item and attempt, and on nothing else`() {
        func draw(_ run: String, _ step: String, _ item: Int?, _ attempt: Int) -> UInt64 {
            var random = SplitMix64(run: RunID(run), key: AttemptKey(step: StepID(step), item: item, attempt: attempt))
            return random.next()
        }
        let base = draw("r", "s", nil, 1)
        #expect(draw("r", "s", nil, 1) == base)
        let others = [
            draw("q", "s", nil, 1), draw("r", "t", nil, 1), draw("r", "s", 0, 1), draw("r", "s", nil, 2), draw("rs", "", nil, 1),
        ]
        #expect(Set(others + [base]).count == 6)
    }

    @Test func `the generator gives the published numbers`() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            [random.next(), random.next(), random.next()] == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}
