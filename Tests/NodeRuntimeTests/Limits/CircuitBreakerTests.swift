import Testing
import WorkflowModel

@testable import NodeRuntime

/// `#expect` for what changes its subject.
private func expect(_ holds: Bool, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    #expect(holds, sourceLocation: sourceLocation)
}

@Suite("The breaker of a place")
struct CircuitBreakerTests {
    /// `f` a failure, `s` an answer, `?` a request that asks and goes when it may; digits are seconds that pass.
    static let tables: [(script: String, answers: String)] = [
        // Three failures in a row open it; an answer between them does not let it come to that.
        ("?f?f?", "go go go"), ("?f?f?s?f?f?", "go go go go go go"), ("?f?f?f?", "go go go refuse"),
        // Open for ten seconds, then one request finds out.
        ("fff9?", "refuse"), ("fff9 1?", "probe"), ("fff9 1??", "probe refuse"),
        // The probe closes it, or opens it for as long again.
        ("fff9 1?s??", "probe go go"), ("fff9 1?f?9?1?", "probe refuse refuse probe"),
        // An answer to a request that left before it opened closes it as well.
        ("fffs?", "go"),
        // A probe that never comes back is followed by another.
        ("fff9 1?9?1?", "probe refuse probe"),
    ]

    @Test("states and their exits", arguments: tables)
    func table(script: String, answers: String) {
        var breaker = CircuitBreaker(failuresToOpen: 3, pause: .seconds(10))
        var now = TokenBucketTests.start
        var found: [String] = []
        for character in script {
            switch character {
            case "f": _ = breaker.noteFailure(at: now)
            case "s": _ = breaker.noteAnswer()
            case "?":
                let answer = breaker.answer(at: now)
                breaker.begin(answer, at: now)
                found.append(answer == .go ? "go" : answer == .probe ? "probe" : "refuse")
            case " ": break
            default: now = now + .seconds(character.wholeNumberValue ?? 0)
            }
        }
        #expect(found.joined(separator: " ") == answers)
    }

    @Test("it tells when it may be asked again, and a clock that was set back does not lengthen the pause")
    func times() {
        let now = TokenBucketTests.start
        var breaker = CircuitBreaker(failuresToOpen: 1, pause: .seconds(10))
        expect(breaker.noteFailure(at: now))
        expect(!breaker.noteFailure(at: now))
        #expect(breaker.answer(at: now + .seconds(4)) == .refuse(until: now + .seconds(10)))
        #expect(breaker.answer(at: Timestamp(microseconds: now.microseconds - 3_600_000_000)) == .probe)
        expect(breaker.noteAnswer())
        expect(!breaker.noteAnswer())
    }
}

@Suite("The retry budget of a host")
struct RetryBudgetTests {
    @Test("ten tokens; a failure takes one, a success gives a tenth back; at five or less nothing is tried again")
    func rule() {
        let now = TokenBucketTests.start
        var budget = RetryBudget(at: now)
        for _ in 0..<4 { budget.noteFailure(at: now) }
        #expect(budget.tenths == 60)
        expect(budget.allowsRetry(at: now))
        budget.noteFailure(at: now)
        #expect(budget.tenths == 50)
        expect(!budget.allowsRetry(at: now))
        budget.noteSuccess(at: now)
        #expect(budget.tenths == 51)
        expect(budget.allowsRetry(at: now))
        for _ in 0..<20 { budget.noteFailure(at: now) }
        #expect(budget.tenths == 0)
        for _ in 0..<50 { budget.noteSuccess(at: now) }
        expect(!budget.allowsRetry(at: now))
        for _ in 0..<500 { budget.noteSuccess(at: now) }
        #expect(budget.isFull)
    }

    @Test("a token comes back every ten seconds, and the wait is told")
    func time() {
        let now = TokenBucketTests.start
        var budget = RetryBudget(at: now)
        for _ in 0..<6 { budget.noteFailure(at: now) }
        #expect(budget.wait(at: now) == .seconds(11))
        #expect(budget.wait(at: now + .milliseconds(500)) == .milliseconds(10_500))
        expect(!budget.allowsRetry(at: now + .milliseconds(10_999)))
        expect(budget.allowsRetry(at: now + .seconds(11)))
        #expect(!budget.isFull)
        budget.fill(at: now + .seconds(3600))
        #expect(budget.isFull)
    }
}
