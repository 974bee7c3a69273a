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
            return ContinuousClock().measure { #expect(!expression.isMatch(in: text)) }
        }
        _ = duration(1_000)
        let short = duration(2_000)
        let long = duration(20_000)
        // Ten times the text may take ten times as long; a square would take a hundred times. The rest is for a busy machine.
        #expect(long < short * 40 + .milliseconds(200), "\(short) for 2,000 and \(long) for 20,000 characters")
    }
}
