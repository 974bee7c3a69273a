import CivilDates

/// Which days match: months, days of the month and days of the week, with the rule that joins the last two.
struct DayRule: Sendable, Hashable {
    /// Bits 1 to 12.
    var months: UInt64 = 0
    var daysOfMonth = DaysOfMonth()
    var daysOfWeek = DaysOfWeek()

    /// Whether a day must match both day fields: one of them starts with `*` or `?`. Otherwise either is enough (Vixie's rule).
    var needsBoth = true

    struct DaysOfMonth: Sendable, Hashable {
        /// Bits 1 to 31.
        var days: UInt64 = 0
        /// Bit n for the day n before the last.
        var beforeLast: UInt64 = 0
        /// Bit n for the weekday nearest to the day n.
        var nearestWeekdays: UInt64 = 0
        var lastWeekday = false
    }

    struct DaysOfWeek: Sendable, Hashable {
        /// Bits 0 (Sunday) to 6.
        var days: UInt64 = 0
        /// Bit `7 * (n - 1) + d` for the nth such day of a month, n from 1 to 5.
        var nth: UInt64 = 0
        /// Bits 0 to 6.
        var last: UInt64 = 0
    }
}

/// As much of a month as day rules look at.
struct MonthShape {
    let month: Int
    let length: Int
    /// The weekday of day 1; 0 for Sunday.
    let firstWeekday: Int

    /// Bits 1 to `length`.
    var allDays: UInt64 { (1 << UInt64(length + 1)) - 2 }

    func weekday(of day: Int) -> Int { (firstWeekday + day - 1) % 7 }
    func firstDay(on weekday: Int) -> Int { (weekday - firstWeekday + 7) % 7 + 1 }
}

extension DayRule {
    /// The matching days of a month, bits 1 to 31.
    func days(in shape: MonthShape) -> UInt64 {
        guard months >> UInt64(shape.month) & 1 == 1 else { return 0 }
        let byDate = daysOfMonth.days(in: shape)
        let byWeekday = daysOfWeek.days(in: shape)
        return needsBoth ? byDate & byWeekday : byDate | byWeekday
    }

    /// Whether any date ever matches. Fourteen years hold every kind: the weekday of 1 January, with and without a leap day.
    var hasAnyDate: Bool {
        for firstWeekday in 0...6 {
            for leapYear in [false, true] {
                var weekday = firstWeekday
                for month in 1...12 {
                    let length = CivilDate.length(ofMonth: month, leapYear: leapYear)
                    if days(in: MonthShape(month: month, length: length, firstWeekday: weekday)) != 0 { return true }
                    weekday = (weekday + length) % 7
                }
            }
        }
        return false
    }

    /// The first matching day on or after the given one, in days since 1970.
    ///
    /// Looks through 400 years, after which the calendar repeats exactly. Few would not do: 29 February is up to 8 years away
    /// (2096 to 2104), and on a given weekday mostly 28, but up to 40 (Monday, 2072 to 2112).
    func first(from daysSince1970: Int) -> Int? {
        let start = CivilDate(daysSince1970: daysSince1970)
        var firstDay = daysSince1970 - start.day + 1
        var year = start.year
        var month = start.month
        var fromDay = start.day
        while year <= start.year + 400 {
            let length = CivilDate.length(ofMonth: month, leapYear: CivilDate.isLeap(year))
            if months >> UInt64(month) & 1 == 1 {
                let shape = MonthShape(month: month, length: length, firstWeekday: CivilDate.weekday(ofDay: firstDay))
                let matching = (days(in: shape) >> UInt64(fromDay)) << UInt64(fromDay)
                if matching != 0 { return firstDay + matching.trailingZeroBitCount - 1 }
            }
            firstDay += length
            fromDay = 1
            month += 1
            if month == 13 { (year, month) = (year + 1, 1) }
        }
        return nil
    }
}

extension DayRule.DaysOfMonth {
    func days(in shape: MonthShape) -> UInt64 {
        let whole = shape.allDays
        var result = days & whole
        var rest = beforeLast
        while rest != 0 {
            let day = shape.length - rest.trailingZeroBitCount
            if day >= 1 { result |= 1 << UInt64(day) }
            rest &= rest - 1
        }
        rest = nearestWeekdays & whole
        while rest != 0 {
            result |= 1 << UInt64(Self.weekday(nearest: rest.trailingZeroBitCount, in: shape))
            rest &= rest - 1
        }
        if lastWeekday { result |= 1 << UInt64(Self.weekday(nearest: shape.length, in: shape)) }
        return result
    }

    /// The day from Monday to Friday nearest to a day, never in another month.
    private static func weekday(nearest day: Int, in shape: MonthShape) -> Int {
        switch shape.weekday(of: day) {
        case 6: day == 1 ? 3 : day - 1
        case 0: day == shape.length ? day - 2 : day + 1
        default: day
        }
    }
}

extension DayRule.DaysOfWeek {
    private static let everyWeek: UInt64 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28

    func days(in shape: MonthShape) -> UInt64 {
        let whole = shape.allDays
        if days == 0x7F { return whole }
        var result: UInt64 = 0
        for weekday in 0...6 {
            let inMonth = (Self.everyWeek << UInt64(shape.firstDay(on: weekday))) & whole
            let bit = UInt64(weekday)
            if days >> bit & 1 == 1 { result |= inMonth }
            if last >> bit & 1 == 1 { result |= 1 << UInt64(63 - inMonth.leadingZeroBitCount) }
            // The nth such day is the one in the nth seven days of the month.
            for week in 0...4 where nth >> (bit + UInt64(7 * week)) & 1 == 1 {
                result |= inMonth & (0b1111_1110 << UInt64(7 * week))
            }
        }
        return result
    }
}
