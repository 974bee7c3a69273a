import CivilDates
import Foundation
import Randomness
import Testing

@testable import Schedules

@Suite("Days")
struct CronDayTests {
    /// The matching dates of a year as `month-day`.
    private func dates(_ text: String, year: Int, months: ClosedRange<Int> = 1...12) throws -> [String] {
        let start = CivilDate(year: year, month: 1, day: 1).daysSince1970 * 86_400 - 1
        return try cron(text).instants(after: Int64(start), in: zone("UTC")).lazy
            .map(\.localTime.date)
            .prefix { $0.year == year }
            .filter { months.contains($0.month) }
            .map { "\($0.month)-\($0.day)" }
    }

    @Test("dates agree with Foundation's calendar over 400 years and around year 1")
    func civilDates() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try zone("UTC")
        for day in stride(from: -141_427, through: 160_000, by: 61) {
            let date = CivilDate(daysSince1970: day)
            #expect(date.daysSince1970 == day)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(day) * 86_400 + 43_200))
            #expect(date == CivilDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
            #expect(CivilDate.weekday(ofDay: day) + 1 == parts.weekday)
        }
        #expect(CivilDate(daysSince1970: -719_162) == CivilDate(year: 1, month: 1, day: 1))
        #expect(CivilDate(year: 9999, month: 12, day: 31).daysSince1970 == 2_932_896)
    }

    @Test("L and L-n count back from the end of each month")
    func lastDays() throws {
        #expect(
            try dates("0 0 L * *", year: 2023)
                == ["1-31", "2-28", "3-31", "4-30", "5-31", "6-30", "7-31", "8-31", "9-30", "10-31", "11-30", "12-31"]
        )
        #expect(try dates("0 0 L-3 2 *", year: 2024) == ["2-26"])
        #expect(try dates("0 0 L-0 2 *", year: 2024) == ["2-29"])
        #expect(try dates("0 0 L-30 * *", year: 2024) == ["1-1", "3-1", "5-1", "7-1", "8-1", "10-1", "12-1"])
        #expect(try dates("0 0 1,L,L-1 2 *", year: 2023) == ["2-1", "2-27", "2-28"])
    }

    @Test("nW takes the nearest weekday and never leaves the month")
    func nearestWeekdays() throws {
        // In 2024: 1 June is a Saturday, 1 September a Sunday, 30 June a Sunday, 31 August a Saturday, 31 March a Sunday.
        #expect(try dates("0 0 1W 6 *", year: 2024) == ["6-3"])
        #expect(try dates("0 0 1W 9 *", year: 2024) == ["9-2"])
        #expect(try dates("0 0 30W 6 *", year: 2024) == ["6-28"])
        #expect(try dates("0 0 31W 8 *", year: 2024) == ["8-30"])
        #expect(try dates("0 0 31W 3 *", year: 2024) == ["3-29"])
        #expect(try dates("0 0 LW * *", year: 2024, months: 1...6) == ["1-31", "2-29", "3-29", "4-30", "5-31", "6-28"])
        #expect(try dates("0 0 31W * *", year: 2024, months: 1...6) == ["1-31", "3-29", "5-31"])
        #expect(try dates("0 0 14W,15W 6 *", year: 2024) == ["6-14"])
    }

    @Test("d#n is the nth such day and dL the last")
    func countedWeekdays() throws {
        #expect(try dates("0 0 * * FRI#5", year: 2024) == ["3-29", "5-31", "8-30", "11-29"])
        #expect(try dates("0 0 * * 7#1", year: 2024, months: 1...3) == ["1-7", "2-4", "3-3"])
        #expect(try dates("0 0 * * SUNL", year: 2024, months: 1...3) == ["1-28", "2-25", "3-31"])
        #expect(try dates("0 0 * 2 THU#5,THUL", year: 2024) == ["2-29"])
        #expect(try dates("0 0 * 1 MON,FRI#1,WEDL", year: 2024) == ["1-1", "1-5", "1-8", "1-15", "1-22", "1-29", "1-31"])
    }

    @Test("a day matches either day field, or both where one starts with a star")
    func joinedFields() throws {
        #expect(try dates("0 0 13 9 5", year: 2024) == ["9-6", "9-13", "9-20", "9-27"])
        #expect(try dates("0 0 14 9 5", year: 2024) == ["9-6", "9-13", "9-14", "9-20", "9-27"])
        #expect(try dates("0 0 */2 9 1", year: 2024) == ["9-9", "9-23"])
        #expect(try dates("0 0 1-31/2 9 1", year: 2024).count == 18)
        #expect(try dates("0 0 14 9 */5", year: 2024) == [])
        #expect(try dates("0 0 13 9 */5", year: 2024) == ["9-13"])
        #expect(try dates("0 0 ? 9 5L", year: 2024) == ["9-27"])
        #expect(try dates("0 0 L 9 ?", year: 2024) == ["9-30"])
        #expect(try dates("0 0 30 2 1", year: 2024) == ["2-5", "2-12", "2-19", "2-26"])
    }

    @Test("whether a date ever comes agrees with a walk over 400 years")
    func everComes() throws {
        var numbers = SplitMix64(seed: 11)
        let daysOfMonth = ["*", "*/31", "29", "30", "31", "30W", "29W", "L-28", "L-29", "*/30", "*,5", "?"]
        let months = ["*", "2", "4,6", "2,4"]
        let daysOfWeek = ["*", "MON", "MON#5", "SUN#1", "*/6", "TUE#2", "SATL"]
        for _ in 0..<30 {
            let dayOfMonth = daysOfMonth.randomElement(using: &numbers) ?? "*"
            let month = months.randomElement(using: &numbers) ?? "*"
            let dayOfWeek = daysOfWeek.randomElement(using: &numbers) ?? "*"
            let text = "0 0 \(dayOfMonth) \(month) \(dayOfWeek)"
            let found = walk(dayOfMonth, month, dayOfWeek)
            let parsed = CronExpression.parse(text)
            #expect(((try? parsed.get()) != nil) == found, "`\(text)`")
        }
    }

    /// Looks at every date of 400 years, reading the fields above in a way of its own.
    private func walk(_ dayOfMonth: String, _ month: String, _ dayOfWeek: String) -> Bool {
        let months = month == "*" ? Array(1...12) : month.split(separator: ",").compactMap { Int($0) }
        var weekday = 6  // 1 January 2000 was a Saturday.
        for year in 2000..<2400 {
            let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            for (index, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                guard months.contains(index + 1) else {
                    weekday = (weekday + length) % 7
                    continue
                }
                for day in 1...length {
                    defer { weekday = (weekday + 1) % 7 }
                    let byDate = matches(dayOfMonth, day: day, length: length, weekday: weekday)
                    let byWeekday = matches(dayOfWeek, weekday: weekday, day: day, length: length)
                    let both = "*?".contains(dayOfMonth.prefix(1)) || dayOfWeek.hasPrefix("*")
                    if both ? byDate && byWeekday : byDate || byWeekday { return true }
                }
            }
        }
        return false
    }

    private func matches(_ text: String, day: Int, length: Int, weekday: Int) -> Bool {
        switch text {
        case "*", "*,5", "?": return true
        case "*/31": return day == 1
        case "*/30": return day == 1 || day == 31
        case "L-28": return day == length - 28
        case "L-29": return day == length - 29
        case "29W", "30W":
            // For existence it is enough that the month has the day: its nearest weekday exists. The walk asks on weekdays only.
            return length >= (text == "29W" ? 29 : 30) && (1...5).contains(weekday) && day > length - 4
        default: return day == Int(text)
        }
    }

    private func matches(_ text: String, weekday: Int, day: Int, length: Int) -> Bool {
        switch text {
        case "*": true
        case "MON": weekday == 1
        case "MON#5": weekday == 1 && day > 28
        case "SUN#1": weekday == 0 && day <= 7
        case "*/6": weekday == 0 || weekday == 6
        case "TUE#2": weekday == 2 && (8...14).contains(day)
        default: weekday == 6 && day + 7 > length
        }
    }
}
