/// One instant at which a cron expression fires.
public struct CronInstant: Sendable, Hashable {
    /// Seconds since 1 January 1970, 00:00 UTC.
    public let epochSeconds: Int64

    /// How far the zone's clock is ahead of UTC at that instant.
    public let offsetSeconds: Int

    public let note: Note

    /// How the instant relates to a change of the clock.
    public enum Note: Sendable, Hashable {
        case regular
        /// The local time does not exist that day; this is the first instant after the gap.
        case madeUpAfterGap(SkippedTimes)
        /// The local time comes twice, and this is the first time. A fixed expression does not run the second time.
        case firstPassOfRepeatedTime(runsAgain: Bool)
        /// The local time comes twice, and this is the second time.
        case secondPassOfRepeatedTime
    }

    /// The times that one made-up run stands for.
    public struct SkippedTimes: Sendable, Hashable {
        /// The first and last times of the expression that fall into the gap.
        public let first: LocalTime
        public let last: LocalTime
        /// What the clock would have shown at the moment of the change, and what it shows.
        public let gapStart: LocalTime
        public let gapEnd: LocalTime
    }

    /// What the zone's clock and calendar show at that instant.
    public var localTime: LocalTime { LocalTime(wallSeconds: Int(epochSeconds) + offsetSeconds) }
}

extension CronInstant: CustomStringConvertible {
    /// RFC 3339 with the zone's offset: `2024-03-31T03:00:00+02:00`, or `Z` where the offset is 0.
    public var description: String {
        guard offsetSeconds != 0 else { return localTime.isoText + "Z" }
        let size = abs(offsetSeconds)
        let seconds = size % 60 == 0 ? "" : ":" + twoDigits(size % 60)
        return localTime.isoText + (offsetSeconds < 0 ? "-" : "+")
            + twoDigits(size / 3_600) + ":" + twoDigits(size / 60 % 60) + seconds
    }
}

extension CronInstant {
    /// A sentence for people on what a change of the clock has to do with this run; nil where it has nothing to do with it.
    public var explanation: String? {
        let time = localTime
        switch note {
        case .regular:
            return nil
        case .madeUpAfterGap(let skipped):
            let several = skipped.first != skipped.last
            let what = several ? "\(skipped.first.clockText) to \(skipped.last.clockText)" : skipped.first.clockText
            return "made up after the gap of \(skipped.gapStart.dateText): the clock goes from \(skipped.gapStart.clockText) to "
                + "\(skipped.gapEnd.clockText), and \(what) \(several ? "do" : "does") not exist"
        case .firstPassOfRepeatedTime(let runsAgain):
            return "\(time.clockText) comes twice on \(time.dateText): "
                + (runsAgain ? "this is the first time, and it runs both times" : "it runs the first time only")
        case .secondPassOfRepeatedTime:
            return "\(time.clockText) comes twice on \(time.dateText): this is the second time"
        }
    }
}
