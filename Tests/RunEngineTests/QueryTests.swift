import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

/// A send in doubt that somebody can be asked about.
struct QueryTests {
    private static func policy(attempts: Int = 3, within: Duration = .seconds(100)) throws -> UnknownPolicy {
        .query(
            OutcomeQuery(
                question: OutcomeQuery.Question(node: NodeName("find"), parameters: .literal([:]), location: .nowhere),
                inspection: nil, sent: try .text("true"), notSent: nil, notSentAfter: .zero, output: nil, location: .nowhere),
            QuerySchedule(delay: .seconds(10), within: within, attempts: attempts))
    }

    private static let undecided = NodeOutcome.unknown(UnknownReason(.undecided, message: "it does not tell"))
    private static let notSent = NodeOutcome.failed(NodeFailure(code: "not_sent", class: .unavailable, message: "not there"))

    @Test func `a send in doubt is asked for and never sent again, until the answer tells that it was sent`() throws {
        var table = try RunTable(
            .of([.of("a", effect: .send, retry: .plain(3), onUnknown: try Self.policy()), .of("b", needs: ["a"])]))
        try table.end("a#1", .lost)
        try table.wakeUp()
        try table.end("a#2", Self.undecided)
        try table.wakeUp()
        try table.end("a#3", .succeeded(["id": 7]))
        #expect(
            table.shape == [
                "run started", "a#1 started", "a#1 unknown: timeout, again", "wake a#2", "a#2 started as a query",
                "a#2 unknown: undecided, again", "wake a#3", "a#3 started as a query", "a#3 succeeded {\"id\":7}",
                "b#1 started",
            ])
    }

    @Test func `a send that surely was not applied is a failure like any other, and is tried again from there`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(2), onUnknown: try Self.policy())]))
        try table.end("a#1", .lost)
        try table.wakeUp()
        try table.end("a#2", Self.notSent)
        try table.wakeUp()
        // The question was no try: of two tries one is left.
        try table.end("a#3", .down)
        #expect(
            table.shape == [
                "run started", "a#1 started", "a#1 unknown: timeout, again", "wake a#2", "a#2 started as a query",
                "a#2 failed: not_sent (unavailable), again", "wake a#3", "a#3 started", "a#3 failed: down (unavailable)",
                "run failed at a: down",
            ])
    }

    @Test func `a second doubt about the same step is asked for anew`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: try Self.policy(attempts: 1))]))
        for attempt in [1, 3] {
            try table.end("a#\(attempt)", .lost)
            try table.wakeUp()
            try table.end("a#\(attempt + 1)", Self.notSent)
            try table.wakeUp()
        }
        try table.end("a#5", .done)
        #expect(table.shape.last == "run succeeded")
        #expect(table.shape.filter { $0.contains("as a query") } == ["a#2 started as a query", "a#4 started as a query"])
    }

    @Test func `when nobody can tell, a person is asked at last`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(5), onUnknown: try Self.policy(attempts: 2))]))
        try table.end("a#1", .lost)
        try table.wakeUp()
        try table.end("a#2", Self.undecided)
        try table.wakeUp()
        try table.end("a#3", Self.undecided)
        #expect(table.shape.suffix(2) == ["a#3 unknown: undecided, held", "hold"])
        #expect(table.result.heldSends.map(\.key) == [AttemptKey(text: "a#3")])
    }

    @Test func `nobody is asked behind the window, which counts from when the doubt arose`() throws {
        var late = try RunTable(.of([.of("a", effect: .send, onUnknown: try Self.policy(within: .seconds(4)))]))
        try late.end("a#1", .lost)
        #expect(late.shape.suffix(2) == ["a#1 unknown: timeout, held", "hold"])

        var asleep = try RunTable(.of([.of("a", effect: .send, onUnknown: try Self.policy(within: .seconds(60)))]))
        try asleep.end("a#1", .lost)
        try asleep.crash(for: .seconds(61))
        #expect(asleep.shape.suffix(3) == ["a new process", "a#2 unknown: timeout, held", "hold"])
    }

    @Test func `the time for questions counts from the doubt, since a request may leave long after its attempt began`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, onUnknown: try Self.policy(within: .seconds(60)))]))
        try table.end("a#1", .snoozed(until: table.now + .seconds(500)))
        try table.wakeUp()
        try table.end("a#1", .lost)
        try table.wakeUp()
        #expect(table.shape.last == "a#2 started as a query")
    }

    @Test func `a process that ends while it asks has learnt nothing`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(3), onUnknown: try Self.policy(attempts: 2))]))
        try table.end("a#1", .lost)
        try table.wakeUp()
        try table.crash()
        try table.wakeUp()
        try table.end("a#3", .done)
        #expect(
            table.shape.suffix(6) == [
                "a new process", "a#2 unknown: crash, again", "wake a#3", "a#3 started as a query", "a#3 succeeded",
                "run succeeded",
            ])
    }

    @Test func `a question that has to wait for its turn goes on as the same attempt`() throws {
        var table = try RunTable(.of([.of("a", effect: .send, retry: .plain(3), onUnknown: try Self.policy())]))
        try table.end("a#1", .lost)
        try table.wakeUp()
        try table.end("a#2", .snoozed(until: table.now + .seconds(3)))
        try table.wakeUp()
        try table.end("a#2", Self.notSent)
        try table.wakeUp()
        try table.end("a#3", .done)
        #expect(table.shape.last == "run succeeded")
    }
}
