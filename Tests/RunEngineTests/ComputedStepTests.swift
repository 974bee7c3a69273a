import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

/// Nodes that only compute need no append of their own.
struct ComputedStepTests {
    private static func bench(_ script: @escaping @Sendable (NodeInvocation) -> ScriptedRunner.Answer) -> DriverBench {
        DriverBench(computing: [NodeName("set")], script)
    }

    @Test func `steps that only compute are in the append of what goes before them`() throws {
        let bench = Self.bench { _ in .now(.done) }
        let snapshot = try bench.start(
            .of([
                .of("a", node: "set"), .of("b", needs: ["a"], node: "http.request"), .of("c", needs: ["b"], node: "set"),
                .of("d", needs: ["c"], node: "set"),
            ]))
        #expect(snapshot.status == .succeeded)
        #expect(
            bench.history == """
                0s run started
                0s a#1 started
                0s a#1 succeeded
                0s b#1 started
                0s b#1 succeeded
                0s c#1 started
                0s c#1 succeeded
                0s d#1 started
                0s d#1 succeeded
                0s run succeeded

                """)
        // One before the request, one behind it.
        #expect(bench.journal.appendCount == 2)
        #expect(bench.runner.invocations.map(\.step) == [StepID("b")])
    }

    @Test func `a failure that is tried again waits as every other`() throws {
        let bench = Self.bench { call in call.attempt == 1 ? .now(.down) : .now(.done) }
        let snapshot = try bench.start(.of([.of("a", node: "set", retry: .plain(2))]))
        #expect(snapshot.status == .succeeded)
        #expect(
            bench.history == """
                0s run started
                0s a#1 started
                0s a#1 failed: down (unavailable), again in 1s
                1s a#2 started
                1s a#2 succeeded
                1s run succeeded

                """)
    }

    @Test func `a send is never taken for a computation`() throws {
        let bench = Self.bench { _ in .now(.done) }
        let snapshot = try bench.start(.of([.of("a", node: "set", effect: .send)]))
        #expect(snapshot.status == .succeeded)
        #expect(bench.journal.appendCount == 2)
        #expect(bench.runner.invocations.count == 1)
    }

    @Test func `a long list of computed items does not become one append without end`() throws {
        let bench = Self.bench { _ in .now(.done) }
        let items = (0..<2000).map { Value.int($0) }
        let snapshot = try bench.start(
            .of([.of("a", node: "set", forEach: .text("vars.list", concurrency: 2000))], vars: ["list": .list(items)]))
        #expect(snapshot.status == .succeeded)
        #expect(snapshot.step(StepID("a"))?.items?.count == 2000)
        #expect(bench.journal.appendCount > 1)
    }
}
