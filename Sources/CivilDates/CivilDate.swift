/// A date of the Gregorian calendar, which is carried on before 1582.
///
/// Days are counted by eras of 400 years whose years begin in March, so that a leap day is the last of its year.
public struct CivilDate: Sendable, Hashable, Comparable {
    public let year: Int
    /// 1 for January.
    public let month: Int
    public let day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate {
    /// Days of 400 years. That is a whole number of weeks, so the calendar repeats exactly.
    public static let daysOfFourCenturies = 146_097

    /// Days from 1 January of the year 0 to 1 January 1970, counting years from March (a leap day is then the last of its year).
    private static let daysBefore1970FromMarch = 719_468

    public init(daysSince1970: Int) {
        let shifted = daysSince1970 + Self.daysBefore1970FromMarch
        let fourCenturies = shifted.dividedDown(by: Self.daysOfFourCenturies)
        let day = shifted - fourCenturies * Self.daysOfFourCenturies
        let leapDays = day / 1_460 - day / 36_524 + day / 146_096
        let yearFromMarch = (day - leapDays) / 365
        let dayOfYear = day - (365 * yearFromMarch + yearFromMarch / 4 - yearFromMarch / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            year: yearFromMarch + fourCenturies * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    public var daysSince1970: Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let fourCenturies = yearFromMarch.dividedDown(by: 400)
        let yearOfCycle = yearFromMarch - fourCenturies * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return fourCenturies * Self.daysOfFourCenturies + dayOfCycle - Self.daysBefore1970FromMarch
    }

    /// 0 for Sunday.
    public static func weekday(ofDay daysSince1970: Int) -> Int {
        (daysSince1970 + 4).remainderDown(by: 7)
    }

    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    public static func length(ofMonth month: Int, leapYear: Bool) -> Int {
        switch month {
        case 2: leapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
