import RunEngine
import Schedules
import Values
import WorkflowModel

/// What a cron trigger remembers: up to where its times were considered, and which times those were.
struct CronCursor: Equatable {
    /// Seconds since 1970.
    var considered: Int64
    var schedule: String
    var zone: String

    init(considered: Int64, of schedule: CronSchedule) {
        self.considered = considered
        self.schedule = schedule.expression.source
        zone = schedule.zone.identifier
    }

    init?(_ value: Value?) {
        guard let considered = value?["considered"]?.stringValue.flatMap({ Timestamp(text: $0) }),
            let schedule = value?["schedule"]?.stringValue, let zone = value?["timezone"]?.stringValue
        else { return nil }
        self.considered = considered.wholeSeconds
        self.schedule = schedule
        self.zone = zone
    }

    var value: Value {
        [
            "considered": .string(Timestamp(microseconds: considered * 1_000_000).description), "schedule": .string(schedule),
            "timezone": .string(zone),
        ]
    }

    /// A schedule that was changed has missed nothing: its cursor speaks of other times.
    func belongs(to other: CronSchedule) -> Bool { schedule == other.expression.source && zone == other.zone.identifier }
}

extension CronTimetable.Firing {
    /// How long an instant is known to have had its run, for a clock that is set back by days.
    private static let occurrencesKept = Duration.seconds(35 * 86_400)

    /// The event, which is the same one for the same instant, whoever makes it and when.
    var event: TriggerEvent {
        let time = Timestamp(microseconds: instant.epochSeconds * 1_000_000)
        return TriggerEvent(
            source: schedule.key, data: ["scheduled_at": .string(instant.description), "missed": .bool(wasMissed)],
            occurrence: Occurrence(key: time.description, keptUntil: time + Self.occurrencesKept),
            cursor: CronCursor(considered: instant.epochSeconds, of: schedule).value, plannedAt: time, overlap: schedule.overlap)
    }
}
