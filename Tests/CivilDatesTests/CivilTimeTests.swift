import CivilDates
import Testing

struct CivilTimeTests {
    @Test(
        "seconds are taken apart and put together again",
        arguments: [
            (0, [1970, 1, 1, 0, 0, 0]), (-1, [1969, 12, 31, 23, 59, 59]), (951_782_400, [2000, 2, 29, 0, 0, 0]),
            (4_107_542_399, [2100, 2, 28, 23, 59, 59]), (4_107_542_400, [2100, 3, 1, 0, 0, 0]),
            (-62_135_596_800, [1, 1, 1, 0, 0, 0]), (253_402_300_799, [9999, 12, 31, 23, 59, 59]),
        ] as [(Int64, [Int])])
    func apart(seconds: Int64, parts: [Int]) throws {
        let time = CivilTime(seconds: seconds)
        #expect([time.year, time.month, time.day, time.hour, time.minute, time.second] == parts)
        #expect(time.seconds == seconds)
        #expect(
            CivilTime(year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5]) == time)
    }

    @Test("days follow each other through four centuries, with their weekdays and their place in the year")
    func days() throws {
        var expected = CivilDate(year: 1900, month: 1, day: 1)
        let first = expected.daysSince1970
        for day in first..<first + 146_097 {
            let time = CivilTime(seconds: Int64(day) * 86_400)
            guard time.date == expected, expected.daysSince1970 == day else {
                Issue.record("day \(day) is \(time.date), expected \(expected)")
                return
            }
            // 1 January 1900 was a Monday.
            if time.dayOfWeek != (day - first + 1) % 7 { Issue.record("the weekday of \(expected)") }
            if expected.month == 1, expected.day == 1, time.dayOfYear != 0 { Issue.record("the first day of \(expected.year)") }
            let length = CivilDate.length(ofMonth: expected.month, leapYear: CivilDate.isLeap(expected.year))
            switch (expected.month, expected.day) {
            case (12, 31):
                #expect(time.dayOfYear == (CivilDate.isLeap(expected.year) ? 365 : 364))
                expected = CivilDate(year: expected.year + 1, month: 1, day: 1)
            case (_, length): expected = CivilDate(year: expected.year, month: expected.month + 1, day: 1)
            default: expected = CivilDate(year: expected.year, month: expected.month, day: expected.day + 1)
            }
        }
        #expect(expected == CivilDate(year: 2300, month: 1, day: 1))
    }

    @Test(
        "what does not exist is refused",
        arguments: [
            [2026, 2, 29], [2026, 13, 1], [2026, 4, 31], [2026, 1, 0], [2100, 2, 29], [2026, 1, 1, 24], [2026, 1, 1, 0, 60],
        ])
    func refused(parts: [Int]) {
        let time = parts + [0, 0, 0]
        #expect(CivilTime(year: time[0], month: time[1], day: time[2], hour: time[3], minute: time[4], second: time[5]) == nil)
    }
}
