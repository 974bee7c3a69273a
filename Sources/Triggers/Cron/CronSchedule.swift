import Foundation
import RunEngine
import Schedules
import Values
import WorkflowModel

/// One cron trigger with its checked parameters.
public struct CronSchedule: Sendable {
    /// What to do about times that passed unseen.
    public enum MissedRule: String, Sendable {
        case skip, once, all
    }

    public let key: TriggerKey
    public let expression: CronExpression
    public let zone: TimeZone
    public let onMissed: MissedRule
    /// How old a missed time may be; nil: any age.
    public let maxLateness: Duration?
    public let overlap: OverlapRule
    /// A run starts up to this much after its time, but never after the next time of the schedule.
    public let jitter: Duration

    public init(
        key: TriggerKey, expression: CronExpression, zone: TimeZone, onMissed: MissedRule = .skip, maxLateness: Duration? = nil,
        overlap: OverlapRule = .skip, jitter: Duration = .zero
    ) {
        self.key = key
        self.expression = expression
        self.zone = zone
        self.onMissed = onMissed
        self.maxLateness = maxLateness
        self.overlap = overlap
        self.jitter = jitter
    }

    /// Reads the parameters of a `cron` trigger, which were checked when the workflow was loaded.
    ///
    /// - Parameter machineZone: for triggers that name none.
    public init(_ trigger: PlannedTrigger, of workflow: WorkflowName, machineZone: TimeZone) {
        func text(_ name: String) -> String? { trigger.parameters[name]?.stringValue }
        guard case .success(let expression)? = text("schedule").map(CronExpression.parse) else {
            preconditionFailure("a plan holds a cron schedule that the check of parameters refuses")
        }
        self.init(
            key: TriggerKey(workflow, trigger.id), expression: expression,
            zone: text("timezone").flatMap { TimeZone(identifier: $0) } ?? machineZone,
            onMissed: text("on_missed").flatMap { MissedRule(rawValue: $0) } ?? .skip,
            maxLateness: text("max_lateness").flatMap { Duration(text: $0) },
            overlap: text("overlap").flatMap { OverlapRule(rawValue: $0) } ?? .skip,
            jitter: text("jitter").flatMap { Duration(text: $0) } ?? .zero)
    }

    /// Whether both name the same times.
    func hasSameTimes(as other: CronSchedule) -> Bool {
        expression == other.expression && zone.identifier == other.zone.identifier
    }

    func next(after second: Int64) -> CronInstant? { expression.next(after: second, in: zone) }

    /// When the run of an instant starts: at the instant, or later by the jitter, which is drawn from trigger and instant and so is
    /// the same after a restart.
    func due(_ instant: CronInstant) -> Timestamp {
        let time = Timestamp(microseconds: instant.epochSeconds * 1_000_000)
        guard jitter > .zero else { return time }
        var widest = jitter.microseconds
        if let next = next(after: instant.epochSeconds) {
            widest = min(widest, (next.epochSeconds - instant.epochSeconds) * 1_000_000)
        }
        var hash = StableHash()
        hash.add(key.workflow.rawValue)
        hash.add(key.trigger.rawValue)
        hash.add(String(instant.epochSeconds))
        return time + .microseconds(Int64(hash.unit() * Double(widest)))
    }
}
