/// A date and a time of that day, in no particular zone.
public struct CivilTime: Equatable, Sendable {
    public var date: CivilDate
    public var hour: Int
    public var minute: Int
    public var second: Int

    /// Splits seconds since 1970-01-01T00:00:00 of the same zone.
    public init(seconds: Int64) {
        let days = Int(seconds).dividedDown(by: 86_400)
        let rest = Int(seconds) - days * 86_400
        date = CivilDate(daysSince1970: days)
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// Nil for a day or time that does not exist, such as 30 February.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...12).contains(month), day >= 1, day <= CivilDate.length(ofMonth: month, leapYear: CivilDate.isLeap(year)),
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second)
        else { return nil }
        date = CivilDate(year: year, month: month, day: day)
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    public var year: Int { date.year }
    /// 1 to 12.
    public var month: Int { date.month }
    public var day: Int { date.day }

    /// Seconds since 1970-01-01T00:00:00 of the same zone.
    public var seconds: Int64 { Int64(date.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) }

    /// 0 is Sunday.
    public var dayOfWeek: Int { CivilDate.weekday(ofDay: date.daysSince1970) }

    /// 0 is the first of January.
    public var dayOfYear: Int { date.daysSince1970 - CivilDate(year: year, month: 1, day: 1).daysSince1970 }
}
