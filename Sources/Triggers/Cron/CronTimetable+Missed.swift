import Schedules
import WorkflowModel

extension CronTimetable.Entry {
    /// What becomes of an instant whose time has come.
    struct Step {
        var firing: CronTimetable.Firing?
        /// Up to which second everything has been considered.
        var considered: Int64
        /// The instant that is pending from now on.
        var next: CronInstant?
    }

    func step(_ pending: CronInstant, at now: Timestamp) -> Step {
        let longAgo = now.microseconds - CronTimetable.longestCorrection.microseconds - 1
        let missed = max(missedThrough, Timestamp(microseconds: longAgo))
        if due > missed {
            return now - due <= CronTimetable.usualLateness || isYoungEnough(due, at: now)
                ? fire(pending, wasMissed: false) : passOver(pending)
        }
        switch schedule.onMissed {
        case .skip:
            let last = lastMissed(from: pending, through: missed)
            return passOver(last, through: missed)
        case .once:
            let last = lastMissed(from: pending, through: missed)
            return isYoungEnough(schedule.due(last), at: now) ? fire(last, wasMissed: true) : passOver(last, through: missed)
        case .all:
            return isYoungEnough(due, at: now) ? fire(pending, wasMissed: true) : passOver(lastTooOld(from: pending, at: now))
        }
    }

    private func isYoungEnough(_ due: Timestamp, at now: Timestamp) -> Bool {
        schedule.maxLateness.map { now - due <= $0 } ?? true
    }

    private func fire(_ instant: CronInstant, wasMissed: Bool) -> Step {
        Step(
            firing: CronTimetable.Firing(schedule: schedule, instant: instant, wasMissed: wasMissed),
            considered: instant.epochSeconds, next: schedule.next(after: instant.epochSeconds))
    }

    /// - Parameter end: where it is known that no instant lies between the last one and this time.
    private func passOver(_ last: CronInstant, through end: Timestamp? = nil) -> Step {
        let next = schedule.next(after: last.epochSeconds)
        let considered = min(end?.wholeSeconds ?? last.epochSeconds, (next?.epochSeconds ?? .max) - 1)
        return Step(firing: nil, considered: max(considered, last.epochSeconds), next: next)
    }

    /// The last instant that was due before the end. It looks from the end backwards, in windows that grow, so that a year of missed
    /// minutes costs as little as one.
    private func lastMissed(from first: CronInstant, through end: Timestamp) -> CronInstant {
        var width: Int64 = 60
        while true {
            let start = max(first.epochSeconds - 1, end.wholeSeconds - width)
            var last: CronInstant?
            for instant in schedule.expression.instants(after: start, in: schedule.zone) {
                guard schedule.due(instant) <= end else { break }
                last = instant
            }
            if let last { return last }
            if start < first.epochSeconds { return first }
            width *= 8
        }
    }

    /// The last instant from which one can go on without passing over one that is young enough.
    private func lastTooOld(from first: CronInstant, at now: Timestamp) -> CronInstant {
        guard let maxLateness = schedule.maxLateness else { return first }
        let oldest = Timestamp(microseconds: now.microseconds - (maxLateness + schedule.jitter).microseconds)
        guard oldest.wholeSeconds > first.epochSeconds else { return first }
        return lastMissed(from: first, through: Timestamp(microseconds: oldest.microseconds - 1))
    }
}
