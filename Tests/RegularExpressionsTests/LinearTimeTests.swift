import Foundation
import RegularExpressions
import Testing

@Suite("Linear time")
struct LinearTimeTests {
    @Test(
        "patterns that ruin backtracking engines take time linear in the text",
        arguments: [
            "(a*)*b", "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)(.*)(.*)(.*)b", "a?a?a?a?a?a?a?a?aaaaaaaab", "(?:a{0,5}){0,5}b",
        ])
    func linear(pattern: String) throws {
        let expression = try RegularExpression(pattern)
        func duration(_ count: Int) -> Duration {
            let text = String(repeating: "a", count: count)
            let start = Self.threadTime()
            let isMatch = expression.isMatch(in: text)
            let duration = Self.threadTime() - start
            #expect(!isMatch)
            return duration
        }
        _ = duration(1_000)
        let short = duration(2_000)
        let long = duration(20_000)
        // Ten times the text may take ten times as long; a square would take a hundred times. The rest is for caches.
        #expect(long < short * 40 + .milliseconds(200), "\(short) for 2,000 and \(long) for 20,000 characters")
    }

    /// How long this thread has had a processor; what others do on a busy machine does not count.
    private static func threadTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
