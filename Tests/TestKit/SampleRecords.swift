import RunEngine
import Values
import WorkflowModel

/// A run that has records of every kind, for journals that must keep them all.
public enum SampleRecords {
    public static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    public static func runStarted(_ run: RunID, workflow: String = "orders", plan: String = "hash-of-orders") -> RunStarted {
        RunStarted(
            run: run, workflow: WorkflowName(workflow), plan: PlanHash(plan),
            trigger: RunTrigger(id: TriggerID("shipped"), node: NodeName("webhook"), data: ["body": ["order": 7, "vat": 0.5]]),
            inputs: ["phone": "905550000000", "note": "ğüşiöç \u{1F4E6} \"quoted\"\n"],
            steps: [StepID("notify"), StepID("each"), StepID("last")], onFailure: [StepID("alarm")], at: start)
    }

    public static func all(_ run: RunID) -> [RunRecord] {
        func at(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }
        let notify = AttemptKey(step: StepID("notify"), attempt: 1), again = AttemptKey(step: StepID("notify"), attempt: 2)
        let item = AttemptKey(step: StepID("each"), item: 0, attempt: 1)
        let failure = NodeFailure(code: "TS-1060", class: .rateLimited, message: "slow down", retryAfter: .milliseconds(1500))
        let unknown = NodeOutcome.unknown(UnknownReason(.reset, message: "the connection broke"))
        return [
            .runStarted(runStarted(run)),
            .attemptStarted(AttemptStarted(key: notify, parameters: ["to": ["905550000000"]], at: at(0))),
            .attemptFinished(AttemptFinished(key: notify, outcome: .failed(failure), retryAt: at(2), at: at(1))),
            .attemptStarted(AttemptStarted(key: again, parameters: ["to": ["905550000000"]], purpose: .resend, at: at(2))),
            .attemptFinished(AttemptFinished(key: again, outcome: unknown, isHeld: true, at: at(3))),
            .attemptResolved(AttemptResolved(key: again, sent: true, at: at(60))),
            .stepExpanded(StepExpanded(step: StepID("each"), items: ["a", ["b": nil]], at: at(61))),
            .attemptStarted(AttemptStarted(key: item, parameters: [:], at: at(61))),
            .attemptFinished(
                AttemptFinished(
                    key: item, outcome: .snoozed(until: at(70), awaiting: EventKey(name: "x.report", key: "7")), at: at(62))),
            .attemptResumed(AttemptResumed(key: item, at: at(70))),
            .attemptFinished(AttemptFinished(key: item, outcome: .succeeded(["id": 9_007_199_254_740_993]), at: at(71))),
            .stepFinished(StepFinished(step: StepID("each"), failure: failure, at: at(72))),
            .stepSkipped(StepSkipped(step: StepID("last"), reason: .dependencyFailed, at: at(72))),
            .runReopened(RunReopened(pending: [StepID("last")], again: [item], held: [again], at: at(73))),
            .cancelRequested(CancelRequested(at: at(73))),
            .runFinished(RunFinished(result: .failed(StepID("each"), failure), at: at(74))),
        ]
    }

    /// The id of the n-th run; ids grow with n.
    public static func id(_ number: Int) -> RunID {
        RunID(at: start + .seconds(Int64(number)), random: (0, UInt64(number)))
    }
}
