import CivilDates
import Foundation

extension CronExpression {
    /// The instants from 1 January of the year 1 to the end of the year 9999.
    private static let years1To9999 = -62_135_596_800...253_402_300_799

    /// A change that skips more of the clock than this is a change of the calendar, and what it skips is not made up.
    private static let longestGapMadeUp = 3 * 3_600

    /// The first run later than an instant, both in seconds since 1970.
    ///
    /// Nil where no run is left: after the year 9999, or for a rhythm whose times always fall into a gap of the clock
    /// (`*/30 2 * 3 SUN#2` in New York). A date that matches comes again within 400 years, because the calendar repeats then;
    /// dates that never come were refused when the expression was parsed.
    public func next(after instant: Int64, in zone: TimeZone) -> CronInstant? {
        guard instant < Self.years1To9999.upperBound else { return nil }
        let start = max(Int(instant) + 1, Self.years1To9999.lowerBound)
        let end = min(start + 401 * 366 * 86_400, Self.years1To9999.upperBound)
        return next(from: start, through: end, changes: ClockChanges(zone: zone))
    }

    /// All runs later than an instant, in order.
    public func instants(after instant: Int64, in zone: TimeZone) -> some Sequence<CronInstant> {
        sequence(state: instant) { last in
            guard let next = next(after: last, in: zone) else { return nil }
            last = next.epochSeconds
            return next
        }
    }

    /// Walks from one change of the clock to the next; between them the wall clock is the instant plus an offset.
    private func next(from start: Int, through end: Int, changes: ClockChanges) -> CronInstant? {
        /// No run is earlier, and none is left to be found there.
        var cursor = start
        while cursor <= end {
            if let change = changes.change(at: cursor), let run = madeUpRun(after: change) { return run }

            let offset = changes.offset(at: cursor)
            var wall = cursor + offset
            if isFixed, let change = changes.repetition(at: cursor) { wall = change.wallBefore }
            guard let match = firstMatch(from: wall) else { return nil }
            let candidate = match - offset

            // Later than the horizon no change back reaches down to times before the cursor's, so that nothing can come before the
            // match; and well before the candidate the wall clock never shows the match, whatever the zone does between.
            let horizon = min(candidate, cursor + ClockChanges.longestOffset)
            if let change = changes.first(after: cursor, through: horizon) {
                cursor = change.at
            } else if horizon == candidate {
                return candidate <= end ? run(at: candidate, offset: offset, changes: changes) : nil
            } else {
                cursor = max(horizon, candidate - ClockChanges.longestOffset)
            }
        }
        return nil
    }

    private func run(at instant: Int, offset: Int, changes: ClockChanges) -> CronInstant {
        let note: CronInstant.Note =
            if changes.repetition(at: instant) != nil {
                .secondPassOfRepeatedTime
            } else if changes.coming(repetitionOf: instant) != nil {
                .firstPassOfRepeatedTime(runsAgain: !isFixed)
            } else {
                .regular
            }
        return CronInstant(epochSeconds: Int64(instant), offsetSeconds: offset, note: note)
    }

    /// The one run at the end of a gap that stands for all times in it.
    private func madeUpRun(after change: ClockChanges.Change) -> CronInstant? {
        guard isFixed, change.size > 0, change.size <= Self.longestGapMadeUp,
            let first = firstMatch(from: change.wallBefore), first < change.wallAfter
        else { return nil }
        var last = first
        while let later = firstMatch(from: last + 1), later < change.wallAfter { last = later }
        return CronInstant(
            epochSeconds: Int64(change.at),
            offsetSeconds: change.offsetAfter,
            note: .madeUpAfterGap(
                CronInstant.SkippedTimes(
                    first: LocalTime(wallSeconds: first),
                    last: LocalTime(wallSeconds: last),
                    gapStart: LocalTime(wallSeconds: change.wallBefore),
                    gapEnd: LocalTime(wallSeconds: change.wallAfter)
                )
            )
        )
    }

    /// The first matching wall-clock time that is not before the given one, both counted as `LocalTime` does.
    private func firstMatch(from wall: Int) -> Int? {
        let day = wall.dividedDown(by: 86_400)
        guard let match = days.first(from: day) else { return nil }
        if match == day {
            if let time = times.first(from: wall - day * 86_400) { return day * 86_400 + time }
            guard let later = days.first(from: day + 1) else { return nil }
            return later * 86_400 + times.first
        }
        return match * 86_400 + times.first
    }
}
