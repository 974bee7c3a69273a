import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

/// What the ledger says after each thing that can happen to a send.
struct SendLedgerTests {
    private static let key = AttemptKey(step: StepID("a"), attempt: 1)
    private static let resend = UnknownPolicy.resendIdentical(within: .seconds(60), attempts: 1)

    /// The states of the send through a run, as `attempt:state`.
    private static func states(_ outcomes: [NodeOutcome], _ policy: UnknownPolicy, retry: RetryPolicy = .never) -> [String] {
        let step = PlannedStep.of("a", effect: .send, retry: retry, onUnknown: policy)
        let plan = Plan.of([step, .of("b", effect: .read)])
        var machine = RunStateMachine(
            graph: PlanGraph(plan),
            start: RunStarted(run: SampleRecords.id(1), of: plan, trigger: .manual, inputs: [:], at: SampleRecords.start))
        var outcomes = outcomes[...]
        var time = SampleRecords.start
        var states: [String] = []
        func note(_ record: RunRecord) {
            if let send = machine.send(after: record) { states.append("\(send.key.attempt):\(send.state.rawValue)") }
            machine.fold(record)
        }
        while true {
            let records = machine.pendingEffects(at: time).compactMap { $0.record(at: time) }
            for record in records { note(record) }
            if let run = machine.run(of: key), run.phase == .running, let outcome = outcomes.popFirst() {
                time = time + .seconds(1)
                note(.attemptFinished(machine.finished(AttemptKey(step: key.step, attempt: run.attempt), outcome, at: time)))
            } else if let run = machine.run(of: key), run.phase == .held {
                note(
                    .attemptResolved(
                        AttemptResolved(key: AttemptKey(step: key.step, attempt: run.attempt), sent: true, at: time)))
            } else if records.isEmpty {
                guard let run = machine.run(of: key) else { return states }
                switch run.phase {
                case .waiting(let until), .snoozed(let until, _): time = until
                default: return states
                }
            }
        }
    }

    private static let soon = NodeOutcome.snoozed(until: SampleRecords.start + .seconds(9))

    @Test(
        arguments: [
            ([.done], .hold, ["1:sending", "1:sent"]), ([.wrong], .hold, ["1:sending", "1:not_sent"]),
            ([.down, .done], .hold, ["1:sending", "1:not_sent", "2:sending", "2:sent"]),
            ([soon, .done], .hold, ["1:sending", "1:not_sent", "1:sending", "1:sent"]),
            ([.lost], .hold, ["1:sending", "1:held", "1:sent"]), ([.lost], .fail, ["1:sending", "1:unsettled"]),
            ([.lost, .done], resend, ["1:sending", "1:unknown", "2:sending", "2:sent"]),
            ([.lost, soon, .done], resend, ["1:sending", "1:unknown", "2:sending", "2:unknown", "2:sending", "2:sent"]),
            ([.lost, .wrong], resend, ["1:sending", "1:unknown", "2:sending", "2:held", "2:sent"]),
            ([.lost, .lost], resend, ["1:sending", "1:unknown", "2:sending", "2:held", "2:sent"]),
        ] as [([NodeOutcome], UnknownPolicy, [String])])
    func `the ledger follows a send through its attempts`(outcomes: [NodeOutcome], policy: UnknownPolicy, expected: [String]) {
        #expect(Self.states(outcomes, policy, retry: .plain(2)) == expected)
    }

    @Test func `the driver writes the ledger with the records, for sends alone`() throws {
        let bench = DriverBench { invocation in
            .now(invocation.step == StepID("c") ? .lost : .done)
        }
        let plan = Plan.of([
            .of("a", node: "shop.send", effect: .send), .of("b", effect: .read),
            .of("c", effect: .send, forEach: try .text("[1, 2]", concurrency: 2)),
        ])
        _ = try bench.start(plan)
        let journal = bench.journal
        let sends = try bench.simulation.run { (try? await journal.sends(SendQuery())) ?? [] }
        #expect(
            sends.map { "\($0.entry.key) \($0.entry.provider) \($0.entry.state.rawValue)" } == [
                "a#1 shop sent", "c[0]#1 work held", "c[1]#1 work held",
            ])
        let open = try bench.simulation.run { (try? await journal.sends(SendQuery(states: SendEntry.State.open))) ?? [] }
        #expect(open.count == 2)
    }
}
