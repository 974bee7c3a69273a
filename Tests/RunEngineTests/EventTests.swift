import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

struct EventTests {
    private static let event = EventKey(name: "x.report", key: "7")

    @Test func `a step that waits for an event goes on under the same number when a new process takes over`() throws {
        var table = try RunTable(.of([.of("wait")]))
        try table.end("wait#1", .snoozed(until: SampleRecords.start + .seconds(3600), awaiting: Self.event))
        #expect(table.result.awaitedEvents == [Self.event])
        try table.crash()
        #expect(
            table.text == """
                0s run started
                0s wait#1 started
                1s wait#1 snoozed until 1h or x.report 7
                   wake wait#1 at 1h
                2s a new process
                2s wait#1 resumed

                """)
        try table.end("wait#1", .done)
        #expect(table.result.awaitedEvents == [])
    }

    @Test func `an event that comes between the look and the record is not missed`() throws {
        let journal = InMemoryJournal(), simulation = Simulation(), clock = simulation.clock
        let driver = RunDriver(
            journal: journal, runner: LateEventRunner(journal: journal, event: Self.event), clock: clock,
            now: { clock.wallTime }, executor: simulation.executor)
        let snapshot = try simulation.run { () async -> RunSnapshot? in
            try? await driver.start(PlanGraph(.of([.of("wait")])), run: SampleRecords.id(1), trigger: .manual, inputs: [:])
        }
        #expect(snapshot?.status == .succeeded)
        #expect(clock.wallTime == SampleRecords.start)
    }
}

/// Does not find the event, which comes at once after the look.
private struct LateEventRunner: NodeRunner {
    let journal: InMemoryJournal
    let event: EventKey

    func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        if let found = try? await journal.event(event) { return .succeeded(found.data) }
        _ = try? await journal.post(AwaitedEvent(event, id: "1", data: "here", at: invocation.now))
        return .snoozed(until: invocation.now + .seconds(3600), awaiting: event)
    }
}
