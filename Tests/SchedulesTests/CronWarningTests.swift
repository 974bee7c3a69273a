import Testing

@testable import Schedules

@Suite("Warnings")
struct CronWarningTests {
    private func warnings(_ text: String, in identifier: String? = nil) throws -> [String] {
        try cron(text).warnings(in: identifier.map { try zone($0) }).map {
            "\($0.range.lowerBound)..<\($0.range.upperBound) \($0.message)"
        }
    }

    @Test("a step that does not divide its field is named with what it gives")
    func unevenSteps() throws {
        let even = "for equal intervals, or the values if these are meant"
        let minutes = "write a step of 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 \(even)"
        #expect(
            try warnings("*/25 * * * *") == [
                "0..<4 `*/25` does not divide the minute field: it gives 0, 25, 50 and then 0 again; \(minutes)"
            ]
        )
        #expect(
            try warnings("30/20,*/7 */5 * * *") == [
                "0..<5 `30/20` does not divide the minute field: it gives 30, 50 and then 30 again; \(minutes)",
                "6..<9 `*/7` does not divide the minute field: it gives 0, 7, 14, ..., 56 and then 0 again; \(minutes)",
                "10..<13 `*/5` does not divide the hour field: it gives 0, 5, 10, 15, 20 and then 0 again; "
                    + "write a step of 2, 3, 4, 6, 8 or 12 \(even)",
            ]
        )
        #expect(
            try warnings("0 9 */2 */5 *") == [
                "4..<7 `*/2` does not divide the day of month field: it gives 1, 3, 5, ..., 31 and then 1 again; "
                    + "write the days if these are meant, since no step divides every month",
                "8..<11 `*/5` does not divide the month field: it gives 1, 6, 11 and then 1 again; "
                    + "write a step of 2, 3, 4 or 6 \(even)",
            ]
        )
        #expect(
            try warnings("0 9 * * */2") == [
                "8..<11 `*/2` does not divide the day of week field: it gives 0, 2, 4, 6 and then 0 again; "
                    + "write the days if these are meant, since no step divides a week"
            ]
        )
        for text in [
            "*/20 * * * *", "5/20 * * * *", "*/60 */24 * */12 *", "0-50/25 9-18/4 * * *", "*/1 9 */1 * */1", "0 9 * */6 *",
        ] {
            #expect(try warnings(text) == [], "\(text)")
        }
    }

    @Test("two restricted day fields are explained")
    func bothDayFields() throws {
        #expect(
            try warnings("0 9 13 * FRI") == [
                "4..<12 a day matches by day of month `13` or by day of week `FRI`, so it runs on both kinds of days; "
                    + "write `*` for one of them if you mean the other alone"
            ]
        )
        #expect(
            try warnings("0 9 *,5 * FRI") == [] && warnings("0 9 13 * ?") == [] && warnings("0 9 L * *") == []
                && warnings("0 9 * * FRI#1") == []
        )
        #expect(
            try warnings("0 0 9 */31 * 1#1") == [
                "6..<16 a day has to match both day of month `*/31` and day of week `1#1`, because `*/31` starts with `*`; "
                    + "write one of them as a plain `*` if you mean the other alone"
            ]
        )
    }

    @Test("hours up to 4 are pointed out in a zone that changes its clock")
    func clockChanges() throws {
        #expect(
            try warnings("30 2,4,9 * * *", in: "Europe/Berlin") == [
                "3..<8 the clock of Europe/Berlin is changed in the night, and this runs in the hours from 02:00, 04:00: a time that is "
                    + "skipped runs right after the gap, and one that comes twice runs the first time only; write hours from 5 to 20 to stay "
                    + "clear of it"
            ]
        )
        #expect(
            try warnings("*/30 2 * * *", in: "America/New_York") == [
                "5..<6 the clock of America/New_York is changed in the night, and this runs in the hour from 02:00: a time that is "
                    + "skipped does not run, and one that comes twice runs twice; write hours from 5 to 20 to stay clear of it"
            ]
        )
        let daily = try cron(" @daily").warnings(in: zone("Australia/Lord_Howe"))
        #expect(daily.map(\.kind) == [.clockChange])
        #expect(daily.map(\.range) == [0..<7])
        for quiet in ["Europe/Istanbul", "UTC", "Asia/Kathmandu", "Asia/Tehran", "America/Sao_Paulo"] {
            #expect(try warnings("30 2 * * *", in: quiet) == [], "\(quiet)")
        }
        #expect(try warnings("30 5-23 * * *", in: "Europe/Berlin") == [])
        #expect(try warnings("30 * * * *", in: "Europe/Berlin") == [])
        #expect(try warnings("30 2 * * *") == [])
    }
}
