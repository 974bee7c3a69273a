import Foundation
import RegularExpressions
import Testing

@Suite("Random patterns")
struct PatternFuzzTests {
    @Test("are refused or match without a crash, and both ways of matching agree")
    func random() async {
        let environment = ProcessInfo.processInfo.environment
        let iterations = environment["ULAK_FUZZ_ITERATIONS"].flatMap(Int.init) ?? 3_000
        let seed = environment["ULAK_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
        print("pattern fuzzing: seed \(seed), \(iterations) iterations")
        var random = SplitMix(state: seed)
        let pieces = [
            "a", "b", "ş", "😀", ".", "*", "+", "?", "{2}", "{1,3}", "{0,}", "(", ")", "(?:", "(?i)", "(?P<n>", "[", "]", "[^",
            "-", "^", "$",
            "|", "\\d", "\\W", "\\b", "\\B", "\\pL", "\\p{Greek}", "\\x41", "\\Q", "\\E", "[:alpha:]", "[a-z]", "\\", "{", "}",
            "\\101", "*?",
        ]
        let texts = ["", "a", "ab", "aşb😀", "aaabbbab", "A1 b_2\n", "αβγ"]
        var compiled = 0
        for _ in 0..<iterations {
            // Others live on the same threads.
            await Task.yield()
            let count = Int.random(in: 1...10, using: &random)
            let pattern = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let expression: RegularExpression
            do throws(RegularExpressionError) {
                expression = try RegularExpression(pattern)
            } catch {
                #expect((0...pattern.unicodeScalars.count).contains(error.offset), "\(pattern): \(error)")
                continue
            }
            compiled += 1
            for text in texts {
                let match = expression.firstMatch(in: text)
                #expect(expression.isMatch(in: text) == (match != nil), "\(pattern) on \(text)")
                if let match {
                    #expect(match.range.upperBound <= text.utf8.count)
                    for group in 1..<expression.groupCount + 1 {
                        guard let range = match.range(of: group) else { continue }
                        #expect(
                            range.lowerBound >= match.range.lowerBound && range.upperBound <= match.range.upperBound,
                            "\(pattern) on \(text)")
                    }
                }
                #expect(Array(expression.matches(in: text)).count <= text.unicodeScalars.count + 1)
            }
        }
        #expect(compiled > iterations / 20)
    }
}

/// A generator that gives the same numbers for the same seed everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
