import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct DriverTests {
    @Test func `steps that do not need each other run at the same time`() throws {
        let bench = DriverBench { _ in .after(.seconds(5), .done, ifCancelled: .down) }
        let snapshot = try bench.start(.of([.of("a"), .of("b"), .of("c", needs: ["a", "b"])]))
        #expect(snapshot.status == .succeeded)
        #expect(
            bench.history == """
                0s run started
                0s a#1 started
                0s b#1 started
                5s a#1 succeeded
                5s b#1 succeeded
                5s c#1 started
                10s c#1 succeeded
                10s run succeeded

                """)
        #expect(snapshot.duration == .seconds(10))
    }

    @Test func `the node gets what the plan and the records say`() throws {
        let bench = DriverBench { call in call.attempt == 1 ? .now(.down) : .now(.succeeded("ok")) }
        let step = PlannedStep.of(
            "a", node: "turkeysms.send_sms", credential: "shop", with: .literal(["to": "90"]), retry: .plain(2),
            timeout: .seconds(7))
        _ = try bench.start(.of([step]))
        let start = SampleRecords.start
        var expected = NodeInvocation(
            run: bench.run, workflow: WorkflowName("orders"), step: StepID("a"), item: nil, attempt: 1, firstStartedAt: start,
            now: start, node: NodeName("turkeysms.send_sms"), parameters: ["to": "90"],
            credential: CredentialName("shop"), timeout: .seconds(7))
        #expect(bench.runner.invocations.first == expected)
        expected.attempt = 2
        expected.firstStartedAt = start + .seconds(1)
        expected.now = start + .seconds(1)
        #expect(bench.runner.invocations.last == expected)
    }

    @Test func `the start and the first steps are one append, and so is everything that one event causes`() throws {
        let bench = DriverBench { _ in .now(.done) }
        _ = try bench.start(
            .of([.of("a"), .of("b", needs: ["a"]), .of("c", needs: ["b"], if: .text("false")), .of("d", needs: ["c"])]))
        #expect(bench.journal.appendCount == 3)
    }

    @Test func `an attempt is cut off when its time is up, and its node says what that means`() throws {
        let bench = DriverBench { call in
            call.step == StepID("a")
                ? .after(.seconds(60), .done, ifCancelled: .down) : .after(.seconds(60), .done, ifCancelled: .lost)
        }
        let snapshot = try bench.start(.of([.of("a", timeout: .seconds(10)), .of("b", effect: .send, timeout: .seconds(15))]))
        #expect(snapshot.status == .unknown)
        #expect(
            bench.history == """
                0s run started
                0s a#1 started
                0s b#1 started
                10s a#1 failed: down (unavailable)
                15s b#1 unknown: timeout, held

                """)
    }

    @Test func `the work of one attempt is not cut off by the time of another`() throws {
        let bench = DriverBench { call in
            .after(.seconds(call.attempt == 1 ? 9 : 12), call.attempt == 1 ? .down : .done, ifCancelled: .wrong)
        }
        let snapshot = try bench.start(.of([.of("a", retry: .plain(2), timeout: .seconds(13))]))
        #expect(snapshot.status == .succeeded)
        #expect(snapshot.duration == .seconds(22))
    }

    @Test func `retries and snoozes wait on the clock`() throws {
        let bench = DriverBench { call in
            if call.step == StepID("wait") {
                let until = call.firstStartedAt + .seconds(3600)
                return .now(call.now < until ? .snoozed(until: until) : .succeeded("awake"))
            }
            return .now(call.step == StepID("a") && call.attempt < 3 ? .down : .done)
        }
        let snapshot = try bench.start(.of([.of("a", retry: .plain(5)), .of("wait", needs: ["a"]), .of("z", needs: ["wait"])]))
        #expect(snapshot.status == .succeeded)
        #expect(snapshot.duration == .seconds(3603))
        #expect(bench.runner.invocations.map(\.attempt) == [1, 2, 3, 1, 1, 1])
    }

    @Test func `a list runs as many items at a time as allowed`() throws {
        let going = Mutex((now: 0, most: 0))
        let bench = DriverBench { call in
            .after(.seconds(Int64(1 + (call.item ?? 0) % 3)), .succeeded(call.parameters), ifCancelled: .down)
        }
        let each = PlannedStep.of(
            "each", with: try .expressions(["n": "item * item"]), forEach: try .text("[0, 1, 2, 3, 4, 5, 6, 7]", concurrency: 3))
        let snapshot = try bench.start(.of([each]))
        for record in bench.observer.records {
            going.withLock { going in
                if case .attemptStarted = record { going.now += 1 }
                if case .attemptFinished = record { going.now -= 1 }
                going.most = max(going.most, going.now)
            }
        }
        #expect(going.withLock { $0.most } == 3)
        #expect(snapshot.step(StepID("each"))?.output[7] == ["n": 49])
    }

    @Test func `outcomes that come in together are one append, and a long list takes no longer per item`() throws {
        let bench = DriverBench { _ in .after(.seconds(1), .done, ifCancelled: .down) }
        let each = PlannedStep.of("each", forEach: try .text("trigger.list", concurrency: 100))
        let driver = bench.driver(), run = bench.run
        let trigger = RunTrigger(id: nil, node: nil, data: ["list": .list((0..<5000).map { .int($0) })])
        let snapshot = try bench.simulation.run { () async -> RunSnapshot? in
            try? await driver.start(PlanGraph(.of([each])), run: run, trigger: trigger, inputs: [:])
        }
        #expect(snapshot?.status == .succeeded)
        #expect(snapshot?.step(StepID("each"))?.attemptCount == 5000)
        #expect(bench.journal.appendCount < 200)
    }

    @Test func `a run that waits long is given back and goes on later`() throws {
        let bench = DriverBench { call in
            .now(call.now < SampleRecords.start + .seconds(7200) ? .snoozed(until: SampleRecords.start + .seconds(7200)) : .done)
        }
        let plan = Plan.of([.of("wait"), .of("b", needs: ["wait"])])
        let options = RunDriver.Options(longestWait: .seconds(60))
        let waiting = try bench.start(plan, options)
        #expect(waiting.status == .waiting(until: SampleRecords.start + .seconds(7200)))
        #expect(bench.simulation.clock.wallTime == SampleRecords.start)
        #expect(bench.simulation.clock.sleeperCount == 0)
        bench.simulation.clock.advance(by: .seconds(7199))
        let done = try bench.resume(plan, [], options)
        #expect(done.status == .succeeded)
        #expect(done.finishedAt == SampleRecords.start + .seconds(7200))
    }

    @Test func `a stop cancels harmless work at once and waits for sends`() throws {
        let bench = DriverBench { _ in .after(.seconds(8), .done, ifCancelled: .down) }
        let control = RunControl()
        let clock = bench.simulation.clock
        let plan = Plan.of([.of("read", effect: .read), .of("send", effect: .send), .of("next", needs: ["send"])])
        let driver = bench.driver(), run = bench.run
        let snapshot = try bench.simulation.run { () async -> RunSnapshot? in
            async let snapshot = driver.start(PlanGraph(plan), run: run, trigger: .manual, inputs: [:], control: control)
            try? await clock.sleep(for: .seconds(2))
            control.send(.cancel)
            return try? await snapshot
        }
        #expect(snapshot?.status == .cancelled)
        #expect(
            bench.history == """
                0s run started
                0s read#1 started
                0s send#1 started
                2s cancel requested
                2s read#1 failed: down (unavailable)
                8s send#1 succeeded
                8s run cancelled

                """)
    }

    @Test func `a send that does not end in the time of grace stays unknown`() throws {
        let bench = DriverBench { _ in .after(.seconds(25), .done, ifCancelled: .lost) }
        let control = RunControl()
        control.send(.cancel)
        let snapshot = try bench.start(.of([.of("send", effect: .send)]), .init(grace: .seconds(4)), control: control)
        #expect(snapshot.status == .unknown)
        #expect(bench.history.hasSuffix("0s cancel requested\n4s send#1 unknown: timeout, held\n"))
        let settled = try bench.resume(.of([.of("send", effect: .send)]), [.resolve(AttemptKey(text: "send#1"), sent: true)])
        #expect(settled.status == .cancelled)
    }

    @Test func `asked twice to stop, it does not wait any longer`() throws {
        let bench = DriverBench { _ in .after(.seconds(25), .done, ifCancelled: .lost) }
        let control = RunControl()
        control.send(.cancel)
        control.send(.cancel)
        let snapshot = try bench.start(.of([.of("send", effect: .send)]), control: control)
        #expect(snapshot.status == .unknown)
        #expect(snapshot.updatedAt == SampleRecords.start)
    }

    @Test func `a released run goes on in the next process as if nothing had been`() throws {
        let bench = DriverBench { call in
            .after(.seconds(3), call.attempt == 1 && call.step == StepID("retry") ? .down : .done, ifCancelled: .wrong)
        }
        let control = RunControl()
        let plan = Plan.of([
            .of("read", effect: .read), .of("send", effect: .send), .of("retry", effect: .send, retry: .plain(2)),
            .of("next", needs: ["read", "send", "retry"]),
        ])
        control.send(.release)
        let released = try bench.start(plan, control: control)
        #expect(released.status == .running)
        #expect(!bench.history.contains("read#1 failed"))
        #expect(bench.history.contains("send#1 succeeded"))
        let done = try bench.resume(plan)
        #expect(done.status == .succeeded)
        #expect(bench.history.contains("read#1 resumed"))
        #expect(bench.runner.invocations.filter { $0.step == StepID("send") }.count == 1)
    }

    @Test func `a person settles a send while other branches go on`() throws {
        let bench = DriverBench { call in
            call.step == StepID("send") ? .now(.lost) : .after(.seconds(10), .done, ifCancelled: .down)
        }
        let control = RunControl()
        let clock = bench.simulation.clock
        let plan = Plan.of([.of("send", effect: .send), .of("slow"), .of("next", needs: ["send"])])
        let driver = bench.driver(), run = bench.run
        let snapshot = try bench.simulation.run { () async -> RunSnapshot? in
            async let snapshot = driver.start(PlanGraph(plan), run: run, trigger: .manual, inputs: [:], control: control)
            try? await clock.sleep(for: .seconds(2))
            control.send(.resolve(AttemptKey(text: "slow#1"), sent: true))
            control.send(.resolve(AttemptKey(text: "send#1"), sent: true))
            return try? await snapshot
        }
        #expect(snapshot?.status == .succeeded)
        #expect(bench.history.contains("2s send#1 resolved: sent\n2s next#1 started\n"))
        #expect(bench.history.components("resolved") == 1)
    }

    @Test func `a finished run is left alone`() throws {
        let bench = DriverBench { _ in .now(.done) }
        let plan = Plan.of([.of("a")])
        let first = try bench.start(plan)
        let again = try bench.resume(plan, [.cancel])
        #expect(again == first)
        #expect(bench.journal.appendCount == 2)
    }

    @Test func `a journal that does not fit the plan is refused`() throws {
        let bench = DriverBench { _ in .now(.lost) }
        _ = try bench.start(.of([.of("a", effect: .send)]))
        let error = #expect(throws: JournalError.self) { try bench.resume(.of([.of("a", effect: .send)], hash: "other")) }
        #expect(error?.code == .damaged)
    }
}
