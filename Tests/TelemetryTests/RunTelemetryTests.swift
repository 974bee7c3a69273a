import Logging
import RunEngine
import Telemetry
import TestKit
import Testing
import Values
import WorkflowModel

@Suite("What is counted and logged of runs")
struct RunTelemetryTests {
    static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    static func at(_ seconds: Double) -> Timestamp { start + .milliseconds(Int64(seconds * 1000)) }

    /// Observes the records as a driver would: each after it was applied.
    static func observe(_ records: [RunRecord], _ plan: Plan, _ telemetry: RunTelemetry) {
        guard case .runStarted(let started)? = records.first else { return }
        var snapshot = RunSnapshot(start: started)
        for record in records {
            if case .runStarted = record {} else { snapshot.apply(record) }
            telemetry.observe(record, in: snapshot, of: plan)
        }
    }

    static func records(_ plan: Plan, end: RunResult) -> [RunRecord] {
        let key = AttemptKey(step: StepID("notify"), attempt: 1), second = AttemptKey(step: StepID("notify"), attempt: 2)
        let failure = NodeFailure(code: "TS-1060", class: .rateLimited, message: "slow down for 905550000001")
        return [
            .runStarted(
                RunStarted(
                    run: RunID("r1"), of: plan,
                    trigger: RunTrigger(id: TriggerID("shipped"), node: NodeName("webhook"), data: [:]), inputs: [:],
                    at: at(0))),
            .attemptStarted(AttemptStarted(key: key, parameters: ["text": "Hello"], at: at(0.5))),
            .attemptFinished(AttemptFinished(key: key, outcome: .failed(failure), retryAt: at(3), at: at(1))),
            .attemptStarted(AttemptStarted(key: second, parameters: ["text": "Hello"], at: at(3))),
            .attemptFinished(AttemptFinished(key: second, outcome: .succeeded([:]), at: at(3.2))),
            .runFinished(RunFinished(result: end, at: at(4))),
        ]
    }

    @Test("metrics have the names, labels and values of what happened")
    func metrics() {
        let plan = Plan.of([.of("notify", node: "turkeysms.send_sms", effect: .send)])
        let registry = MetricRegistry()
        let telemetry = RunTelemetry(
            metrics: registry, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            segments: { node, parameters in
                RunTelemetry.Segments(provider: "turkeysms", encoding: "gsm", count: parameters["text"] == "Hello" ? 2 : 0)
            })
        Self.observe(Self.records(plan, end: .succeeded), plan, telemetry)
        telemetry.took(
            TriggerEvent(source: TriggerKey(WorkflowName("orders"), TriggerID("t")), data: [:], plannedAt: Self.at(0)),
            at: Self.at(0.2))
        telemetry.missed(3, of: WorkflowName("orders"))
        let lines = registry.text(.prometheus).split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.contains("_bucket") }
        #expect(
            lines.joined(separator: "\n") == """
                ulak_last_success_timestamp_seconds{workflow="orders"} 1800000004
                ulak_retries_total{node="turkeysms.send_sms",reason="rate_limited"} 1
                ulak_run_duration_seconds_sum{workflow="orders",result="succeeded"} 4
                ulak_run_duration_seconds_count{workflow="orders",result="succeeded"} 1
                ulak_run_queue_seconds_sum{workflow="orders"} 0.5
                ulak_run_queue_seconds_count{workflow="orders"} 1
                ulak_runs_total{workflow="orders",trigger="shipped",result="succeeded"} 1
                ulak_schedule_missed_total{workflow="orders"} 3
                ulak_sms_segments_total{provider="turkeysms",encoding="gsm"} 2
                ulak_step_attempts_total{workflow="orders",node="turkeysms.send_sms",result="failed"} 1
                ulak_step_attempts_total{workflow="orders",node="turkeysms.send_sms",result="succeeded"} 1
                ulak_step_duration_seconds_sum{node="turkeysms.send_sms",result="failed"} 0.5
                ulak_step_duration_seconds_count{node="turkeysms.send_sms",result="failed"} 1
                ulak_step_duration_seconds_sum{node="turkeysms.send_sms",result="succeeded"} 0.2
                ulak_step_duration_seconds_count{node="turkeysms.send_sms",result="succeeded"} 1
                ulak_trigger_lag_seconds_sum{workflow="orders"} 0.2
                ulak_trigger_lag_seconds_count{workflow="orders"} 1
                """)
        telemetry.keep(workflows: [WorkflowName("other")])
        #expect(!registry.text(.prometheus).contains("orders"))
        #expect(registry.text(.prometheus).contains("ulak_step_duration_seconds"))
    }

    @Test("an attempt that is tried again is a warning, and a failed run is an error once, without its phone numbers")
    func log() {
        let plan = Plan.of([.of("notify", node: "turkeysms.send_sms", effect: .send)])
        let lines = LogTests.Lines()
        let telemetry = RunTelemetry(metrics: MetricRegistry(), logger: LogTests.logger(.text, lines))
        let failure = NodeFailure(code: "TS-1027", class: .balance, message: "no credit for 905550000001")
        Self.observe(Self.records(plan, end: .failed(StepID("notify"), failure)), plan, telemetry)
        let time = "2030-01-31T09:14:07.250Z"
        #expect(
            lines.all.withLock { $0.joined() } == """
                \(time) INFO  run started  workflow=orders  run=r1  state=executing  trigger.id=shipped
                \(time) WARN  attempt failed, another one follows  workflow=orders  run=r1  step=notify  attempt=notify#1  result=failure  error=TS-1060  message="slow down for 90********01"  attempt=1  delay_ms=2000  duration_ms=500  node=turkeysms.send_sms  trigger.id=shipped
                \(time) ERROR run failed  workflow=orders  run=r1  state=finalizing  result=failure  step=notify  error=TS-1027  message="no credit for 90********01"  duration_ms=4000  trigger.id=shipped

                """)
    }

    @Test("a send of which nobody knows is an error once it waits for a person")
    func unknown() {
        let plan = Plan.of([.of("notify", node: "turkeysms.send_sms", effect: .send)])
        let registry = MetricRegistry(), lines = LogTests.Lines()
        let telemetry = RunTelemetry(metrics: registry, logger: LogTests.logger(.text, lines))
        let key = AttemptKey(step: StepID("notify"), attempt: 1)
        let first = Array(Self.records(plan, end: .succeeded).prefix(2))
        let lost = AttemptFinished(
            key: key, outcome: .unknown(UnknownReason(.timeout, message: "no answer")), isHeld: true, at: Self.at(1))
        Self.observe(first + [.attemptFinished(lost)], plan, telemetry)
        #expect(lines.all.withLock { $0.last ?? "" }.contains("ERROR nobody knows whether this was applied; a person has to say"))
        #expect(registry.text(.prometheus).contains(#"result="unknown"} 1"#))
    }
}
