import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

struct DependencyTests {
    @Test func `steps run as soon as what they need is done, side by side where nothing stands between them`() throws {
        var table = try RunTable(.of([.of("a"), .of("b"), .of("c", needs: ["a", "b"])]))
        try table.end("b#1", .done)
        try table.end("a#1", .done)
        try table.end("c#1", .succeeded(["x": 1]))
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                0s b#1 started
                1s b#1 succeeded
                2s a#1 succeeded
                2s c#1 started
                3s c#1 succeeded {"x":1}
                3s run succeeded

                """)
    }

    @Test func `a failure skips what needs success, lets other branches go on and fails the run`() throws {
        var table = try RunTable(
            .of([.of("a"), .of("b"), .of("c", needs: ["a"]), .of("d", needs: ["c"]), .of("e", needs: ["b"])]))
        try table.end("a#1", .wrong)
        try table.end("b#1", .done)
        try table.end("e#1", .done)
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                0s b#1 started
                1s a#1 failed: wrong (input)
                1s c skipped: dependency_failed
                1s d skipped: dependency_skipped
                2s b#1 succeeded
                2s e#1 started
                3s e#1 succeeded
                3s run failed at a: wrong

                """)
        #expect(table.result.status == .failed)
        #expect(table.result.failure?.step == StepID("a"))
    }

    @Test(
        arguments: [
            (DependencyRule.allSucceeded, NodeOutcome.done, true), (.allSucceeded, .wrong, false), (.noneFailed, .wrong, false),
            (.noneFailed, .done, true), (.anySucceeded, .wrong, false), (.anySucceeded, .done, true), (.anyFailed, .wrong, true),
            (.anyFailed, .done, false), (.allDone, .wrong, true), (.allDone, .done, true),
        ])
    func `each rule looks at how the dependency ended`(rule: DependencyRule, outcome: NodeOutcome, goes: Bool) throws {
        var table = try RunTable(.of([.of("a"), .of("b", needs: ["a"], when: rule)]))
        try table.end("a#1", outcome)
        #expect(table.text.contains("b#1 started") == goes)
        #expect(table.text.contains("b skipped") == !goes)
    }

    @Test(
        arguments: [
            (DependencyRule.allSucceeded, false), (.noneFailed, true), (.anySucceeded, false), (.anyFailed, false),
            (.allDone, true),
        ])
    func `each rule looks at a skipped dependency`(rule: DependencyRule, goes: Bool) throws {
        let table = try RunTable(.of([.of("a", if: .text("false")), .of("b", needs: ["a"], when: rule)]))
        #expect(table.text.contains("b#1 started") == goes)
    }

    @Test func `a failure that another step was written for is handled when that step succeeds`() throws {
        var table = try RunTable(.of([.of("a"), .of("fallback", needs: ["a"], when: .anyFailed)]))
        try table.end("a#1", .wrong)
        try table.end("fallback#1", .done)
        #expect(table.text.hasSuffix("2s run succeeded\n"))

        var failing = try RunTable(.of([.of("a"), .of("fallback", needs: ["a"], when: .anyFailed)]))
        try failing.end("a#1", .wrong)
        try failing.end("fallback#1", .down)
        #expect(failing.text.hasSuffix("2s run failed at a: wrong\n"))
    }

    @Test func `a failure that its step tolerates does not fail the run and does not stop what comes behind`() throws {
        var table = try RunTable(.of([.of("a", onError: .continue), .of("b", needs: ["a"])]))
        try table.end("a#1", .wrong)
        try table.end("b#1", .done)
        #expect(table.text.hasSuffix("1s b#1 started\n2s b#1 succeeded\n2s run succeeded\n"))
        #expect(table.result.step(StepID("a"))?.status == .failed)
    }

    @Test func `conditions and parameters see the trigger, the variables, earlier steps and the time`() throws {
        var table = try RunTable(
            .of(
                [
                    .of("a"),
                    .of(
                        "b", needs: ["a"],
                        with: .expressions([
                            "to": "trigger.body.phone", "brand": "vars.brand", "n": "steps.a.output.n + 1", "run": "run.workflow",
                            "day": "string(now)", "since": "string(now - run.started_at)", "limit": "inputs.limit",
                        ]), if: .text("steps.a.status == 'succeeded' && steps.a.error == null")),
                ], vars: ["brand": "DEMOCO"]), trigger: ["body": ["phone": "905550000000"]], inputs: ["limit": 3],
            at: Timestamp(microseconds: 1_800_000_000_000_000))
        try table.end("a#1", .succeeded(["n": 41]), after: .milliseconds(1500))
        #expect(
            table.text.contains(
                #"b#1 started {"to":"905550000000","brand":"DEMOCO","n":42,"run":"orders","day":"2027-01-15T08:00:01.5Z","since":"1.5s","limit":3}"#
            ))
    }

    @Test func `an expression without a value fails its step before the node is asked`() throws {
        let missing = try RunTable(.of([.of("a", with: .expressions(["to": "trigger.phone"])), .of("b", needs: ["a"])]))
        #expect(
            missing.text == """
                0s run started
                0s a#1 failed: EXPR020 (input)
                0s b skipped: dependency_failed
                0s run failed at a: EXPR020

                """)
        let condition = try RunTable(.of([.of("a", if: .text("trigger.phone"))]), trigger: ["phone": "x"])
        #expect(condition.text.contains("a#1 failed: EXPR021 (input)"))
        let list = try RunTable(.of([.of("a", forEach: .text("trigger.phone"))]), trigger: ["phone": "x"])
        #expect(list.text.contains("a#1 failed: EXPR021 (input)"))
    }

    @Test func `steps for a failed run see what failed, run once and do not change the result`() throws {
        let plan = Plan.of(
            [.of("a"), .of("b")],
            onFailure: [
                .of("tell", with: try .expressions(["step": "failure.step", "why": "failure.error.message"])),
                .of("log", needs: ["tell", "b"], when: .allDone),
            ])
        var table = try RunTable(plan)
        try table.end("a#1", .wrong)
        try table.end("b#1", .done)
        try table.end("tell#1", .down)
        try table.end("log#1", .done)
        #expect(
            table.text == """
                0s run started
                0s a#1 started
                0s b#1 started
                1s a#1 failed: wrong (input)
                2s b#1 succeeded
                2s tell#1 started {"step":"a","why":"not a phone number"}
                3s tell#1 failed: down (unavailable)
                3s log#1 started
                4s log#1 succeeded
                4s run failed at a: wrong

                """)
        var fine = try RunTable(plan)
        try fine.end("a#1", .done)
        try fine.end("b#1", .done)
        #expect(fine.text.hasSuffix("run succeeded\n"))
        #expect(fine.result.steps.map(\.id) == [StepID("a"), StepID("b")])
    }

    @Test func `a plan without steps succeeds at once`() throws {
        #expect(try RunTable(.of([])).text == "0s run started\n0s run succeeded\n")
    }

    @Test func `values that are nested too deep for a journal do not get into it`() throws {
        func nested(_ depth: Int) -> Value { (0..<depth).reduce(1) { inner, _ in [inner] } }
        var table = try RunTable(
            .of([
                .of("fits", with: .expressions(["v": "trigger.fits"])), .of("deep", with: .expressions(["v": "trigger.deep"])),
                .of("list", forEach: .text("trigger.deeper")),
            ]), trigger: ["fits": nested(199), "deep": nested(200), "deeper": nested(201)])
        #expect(table.text.components("too_deep (input)") == 2)
        #expect(table.text.contains("fits#1 started"))
        try table.end("fits#1", .succeeded(nested(300)))
        #expect(table.result.step(StepID("fits"))?.output == .null)
    }
}
