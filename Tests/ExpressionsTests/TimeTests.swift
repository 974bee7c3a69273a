import CivilDates
import Testing

@testable import Expressions

@Suite("Time")
struct TimeTests {
    static func text(_ source: String) throws -> String {
        let environment = ExpressionEnvironment(variables: [("zone", .string)])
        let activation = DictionaryActivation(["zone": ExpressionValue.string("Europe/Istanbul")])
        return try environment.compile(source).evaluate(activation).json().stringValue ?? ""
    }

    @Test("the calendar agrees with itself from year 1 to 9999")
    func calendar() async throws {
        var previous: CivilTime?
        var firstWrongDay: Int64?
        for day in Int64(-719_162)...2_932_896 {
            // Others live on the same threads.
            if day % 10_000 == 0 { await Task.yield() }
            let time = CivilTime(seconds: day * 86_400)
            var isRight = Int64(time.date.daysSince1970) == day
            if let previous {
                let sameMonth = time.day == previous.day + 1 && time.month == previous.month
                let nextMonth =
                    time.day == 1
                    && previous.day == CivilDate.length(ofMonth: previous.month, leapYear: CivilDate.isLeap(previous.year))
                isRight = isRight && (sameMonth || nextMonth) && time.dayOfWeek == (previous.dayOfWeek + 1) % 7
            }
            previous = time
            if !isRight {
                firstWrongDay = day
                break
            }
        }
        #expect(firstWrongDay == nil)
        #expect(CivilTime(seconds: -719_162 * 86_400) == CivilTime(year: 1, month: 1, day: 1))
        #expect(previous == CivilTime(year: 9999, month: 12, day: 31))
        #expect(CivilTime(seconds: 0).dayOfWeek == 4)
        #expect(CivilTime(seconds: -1) == CivilTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59))
    }

    @Test(
        "formats and reads times",
        arguments: [
            ("formatTime(timestamp('2026-03-09T05:06:07.089Z'), 'yyyy-MM-dd HH:mm:ss.SSS')", "2026-03-09 05:06:07.089"),
            ("formatTime(timestamp('2026-03-09T05:06:07Z'), 'd.M.yy H:m:s')", "9.3.26 5:6:7"),
            ("formatTime(timestamp('2026-03-09T00:06:07Z'), 'hh:mm a')", "12:06 AM"),
            ("formatTime(timestamp('2026-03-09T12:06:07Z'), 'h:mm a', 'UTC', 'tr')", "12:06 ÖS"),
            ("formatTime(timestamp('2026-03-09T00:00:00Z'), 'EEE, dd MMM yyyy, DDD')", "Mon, 09 Mar 2026, 068"),
            ("formatTime(timestamp('2026-03-09T00:00:00Z'), 'HH:mm XXX', 'Europe/Istanbul')", "03:00 +03:00"),
            ("formatTime(timestamp('2026-03-09T00:00:00Z'), 'XXX xxx Z')", "Z +00:00 +0000"),
            ("formatTime(timestamp('2026-07-01T00:00:00Z'), 'HH:mm', 'Europe/Berlin')", "02:00"),
            ("formatTime(timestamp('2026-01-01T00:00:00Z'), 'HH:mm', 'Europe/Berlin')", "01:00"),
            ("formatTime(timestamp('2026-03-09T00:00:00Z'), 'HH:mm', zone)", "03:00"),
            ("formatTime(timestamp('2026-08-04T00:00:00Z'), 'd MMM EEE', 'UTC', 'tr')", "4 Ağu Sal"),
            ("parseTime('2026-03-09', 'yyyy-MM-dd')", "2026-03-09T00:00:00Z"),
            ("parseTime('9 Mart 2026', 'd MMMM yyyy', 'UTC', 'tr')", "2026-03-09T00:00:00Z"),
            ("parseTime('Pazartesi 9.3.26', 'EEEE d.M.yy', 'UTC', 'tr')", "2026-03-09T00:00:00Z"),
            ("parseTime('12:30 AM', 'hh:mm a')", "1970-01-01T00:30:00Z"),
            ("parseTime('12:30 PM', 'hh:mm a')", "1970-01-01T12:30:00Z"),
            ("parseTime('2026-03-09T10:00:00.5+03:00', \"yyyy-MM-dd'T'HH:mm:ss.SXXX\")", "2026-03-09T07:00:00.5Z"),
            ("parseTime('2026-03-09 10:00', 'yyyy-MM-dd HH:mm', zone)", "2026-03-09T07:00:00Z"),
            // The clock went from 2:00 to 3:00, and back from 3:00 to 2:00.
            ("parseTime('2026-03-29 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Berlin')", "2026-03-29T01:30:00Z"),
            ("parseTime('2026-10-25 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Berlin')", "2026-10-25T00:30:00Z"),
            ("parseTime('2026-03-29 03:30', 'yyyy-MM-dd HH:mm', 'Europe/Berlin')", "2026-03-29T01:30:00Z"),
            ("timestamp('2026-03-09T23:59:60Z') == timestamp(0) ? '' : ''", "error"),
            ("string(timestamp('2026-03-09T10:00:00.120+03:00'))", "2026-03-09T07:00:00.12Z"),
            ("string(duration('1h30m15.5s'))", "5415.5s"), ("string(duration('-1.5h'))", "-5400s"),
            ("string(duration('0'))", "0s"),
            ("string(duration('1ms1us1ns'))", "0.001001001s"), ("string(duration('.5m'))", "30s"),
            ("string(-duration('1s') )", "compile"),
            ("string(duration('1s') - duration('2.5s'))", "-1.5s"), ("string(duration('100µs'))", "0.0001s"),
        ])
    func texts(source: String, expected: String) throws {
        switch expected {
        case "error": #expect(throws: ExpressionIssues.self) { try Self.text(source) }
        case "compile": #expect(throws: ExpressionIssues.self) { try Self.text(source) }
        default: #expect(try Self.text(source) == expected)
        }
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "parseTime('9.3.2026', 'dd.MM.yyyy')", "parseTime('09.03.2026 x', 'dd.MM.yyyy')",
            "parseTime('31.04.2026', 'dd.MM.yyyy')",
            "parseTime('', 'yyyy')", "timestamp('2026-03-09')", "timestamp('2026-03-09T10:00:00')",
            "timestamp('2026-13-01T00:00:00Z')",
            "duration('')", "duration('1')", "duration('1x')", "duration('s')", "duration('1s2')", "duration('--1s')",
            "duration('1.s.')",
            "timestamp(0).getHours(zone + 'x')", "formatTime(timestamp(0), zone)", "formatTime(timestamp(0), 'HH', zone + 'x')",
        ])
    func refused(source: String) {
        #expect(throws: (any Error).self) { try Self.text(source) }
    }

    @Test("zones are names of the zone database, UTC, or offsets")
    func zones() {
        for name in [
            "UTC", "Europe/Istanbul", "US/Central", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "CET", "EST5EDT", "GB-Eire",
            "+03:00", "-09:30", "02:00",
        ] {
            #expect(ZoneOffsets(name) != nil, "\(name)")
        }
        for name in ["", "Mars/Phobos", "Istanbul", "GMT+3", "UTC+3", "+3", "+25:00", "03:60", "europe istanbul", "+03:00x"] {
            #expect(ZoneOffsets(name) == nil, "\(name)")
        }
        #expect(ZoneOffsets("Etc/GMT+5")?.offset(at: 0) == -18_000)
    }
}
