import Foundation
import Testing

@testable import Schedules

@Suite("The next instant")
struct CronNextTests {
    @Test("a result is strictly later than the start")
    func strictlyLater() throws {
        let utc = try zone("UTC")
        let noon = try instant("2024-05-05T12:00:00Z")
        #expect(try cron("0 12 * * *").next(after: noon, in: utc)?.epochSeconds == noon + 86_400)
        #expect(try cron("0 12 * * *").next(after: noon - 1, in: utc)?.epochSeconds == noon)
        #expect(try cron("* * * * * *").next(after: noon, in: utc)?.epochSeconds == noon + 1)
    }

    @Test("instants before 1970 are as good as later ones")
    func before1970() throws {
        #expect(
            try runs("30 4 29 2 *", after: "1895-01-01T00:00:00Z", count: 3)
                == ["1896-02-29T04:30:00Z", "1904-02-29T04:30:00Z", "1908-02-29T04:30:00Z"]
        )
    }

    @Test("a leap day is found across a century without one, and on a weekday after forty years")
    func leapDays() throws {
        #expect(
            try runs("30 3 29 2 *", after: "2096-02-29T03:30:00Z", count: 2) == ["2104-02-29T03:30:00Z", "2108-02-29T03:30:00Z"]
        )
        #expect(
            try runs("0 0 * 2 MON#5", after: "2072-02-29T00:00:00Z", count: 2) == [
                "2112-02-29T00:00:00Z", "2140-02-29T00:00:00Z",
            ]
        )
        #expect(
            try runs("0 0 29 2 *", in: "Europe/Berlin", after: "2024-03-01T00:00:00Z", count: 1) == ["2028-02-29T00:00:00+01:00"]
        )
    }

    @Test("the search ends with the year 9999, and a start before the year 1 counts as the year 1")
    func ends() throws {
        let utc = try zone("UTC")
        let last = try instant("9999-12-31T23:59:59Z")
        let daily = try cron("59 23 * * *")
        #expect(daily.next(after: last - 60, in: utc)?.description == "9999-12-31T23:59:00Z")
        for start in [last - 59, last, last + 1, .max] { #expect(daily.next(after: start, in: utc) == nil) }
        #expect(daily.next(after: .min, in: utc)?.description == "0001-01-01T23:59:00Z")
        #expect(try cron("0 0 29 2 *").next(after: last - 86_400, in: zone("Pacific/Kiritimati")) == nil)
    }

    @Test("a rhythm whose times always fall into a gap has no next run")
    func alwaysInGap() throws {
        let start = try instant("2024-01-01T00:00:00Z")
        #expect(try cron("*/30 2 * 3 SUN#2").next(after: start, in: zone("America/New_York")) == nil)
        #expect(
            try runs("0 2 * 3 SUN#2", in: "America/New_York", after: "2024-01-01T00:00:00Z", count: 2)
                == ["2024-03-10T03:00:00-04:00", "2025-03-09T03:00:00-04:00"]
        )
    }

    @Test("several skipped times and a regular one after the gap are one run")
    func oneRunAfterGap() throws {
        #expect(
            try runs("0,15,30 1-4 * * *", in: "Europe/Berlin", after: "2024-03-31T00:20:00Z", count: 4) == [
                "2024-03-31T01:30:00+01:00", "2024-03-31T03:00:00+02:00", "2024-03-31T03:15:00+02:00",
                "2024-03-31T03:30:00+02:00",
            ]
        )
        #expect(
            try runs("* 30 2 * * *", in: "Europe/Berlin", after: "2024-03-31T00:00:00Z", count: 2)
                == ["2024-03-31T03:00:00+02:00", "2024-04-01T02:30:00+02:00"]
        )
    }

    @Test("a gap of half an hour, of two hours and across midnight is made up")
    func oddGaps() throws {
        #expect(
            try runs("10 2 * * *", in: "Australia/Lord_Howe", after: "2024-10-05T12:00:00Z", count: 2)
                == ["2024-10-06T02:30:00+11:00", "2024-10-07T02:10:00+11:00"]
        )
        #expect(
            try runs("30 1 * * *", in: "Antarctica/Troll", after: "2024-03-30T12:00:00Z", count: 2)
                == ["2024-03-31T03:00:00+02:00", "2024-04-01T01:30:00+02:00"]
        )
        #expect(
            try runs("30 23 * * SAT", in: "America/Nuuk", after: "2024-03-30T12:00:00Z", count: 2)
                == ["2024-03-31T00:00:00-01:00", "2024-04-06T23:30:00-01:00"]
        )
    }

    @Test("a skipped day is not made up")
    func skippedDay() throws {
        #expect(
            try runs("0 9 * * *", in: "Pacific/Apia", after: "2011-12-29T00:00:00Z", count: 2)
                == ["2011-12-29T09:00:00-10:00", "2011-12-31T09:00:00+14:00"]
        )
    }

    @Test("a start between the two passes does not bring the second one back")
    func startInSecondPass() throws {
        // In New York the clock goes back at 06:00 UTC, from 02:00 to 01:00.
        for start in ["2024-11-03T05:30:00Z", "2024-11-03T05:59:59Z", "2024-11-03T06:00:00Z", "2024-11-03T06:10:00Z"] {
            #expect(
                try runs("30 1 * * *", in: "America/New_York", after: start, count: 1) == ["2024-11-04T01:30:00-05:00"],
                "\(start)"
            )
        }
    }

    @Test("a permanent change of a zone's offset is followed")
    func permanentChange() throws {
        // Istanbul went to +03 in March 2016 and stayed there.
        #expect(
            try runs("30 3 27,28 3 *", in: "Europe/Istanbul", after: "2016-03-01T00:00:00Z", count: 3)
                == ["2016-03-27T04:00:00+03:00", "2016-03-28T03:30:00+03:00", "2017-03-27T03:30:00+03:00"]
        )
        #expect(
            try runs("30 3 30 10 *", in: "Europe/Istanbul", after: "2015-12-01T00:00:00Z", count: 2)
                == ["2016-10-30T03:30:00+03:00", "2017-10-30T03:30:00+03:00"]
        )
    }

    @Test("an instant near a change of the clock explains itself")
    func explanations() throws {
        func explanations(_ text: String, _ identifier: String, _ start: String, _ count: Int) throws -> [String?] {
            try cron(text).instants(after: instant(start), in: zone(identifier)).prefix(count).map(\.explanation)
        }
        #expect(
            try explanations("30 2 * * *", "Europe/Berlin", "2024-03-30T00:00:00Z", 3) == [
                nil,
                "made up after the gap of 31 March 2024: the clock goes from 02:00 to 03:00, and 02:30 does not exist",
                nil,
            ]
        )
        #expect(
            try explanations("*/10 5-50 2 * * *", "Europe/Berlin", "2024-03-31T00:00:00Z", 1) == [
                "made up after the gap of 31 March 2024: the clock goes from 02:00 to 03:00, and 02:05 to 02:50:50 do not exist"
            ]
        )
        #expect(
            try explanations("0 0 * * *", "Asia/Beirut", "2024-03-30T12:00:00Z", 1) == [
                "made up after the gap of 31 March 2024: the clock goes from 00:00 to 01:00, and 00:00 does not exist"
            ]
        )
        #expect(
            try explanations("30 1 * * *", "America/New_York", "2024-11-03T00:00:00Z", 2)
                == ["01:30 comes twice on 3 November 2024: it runs the first time only", nil]
        )
        #expect(
            try explanations("0 * * * *", "America/New_York", "2024-11-03T04:00:00Z", 3) == [
                "01:00 comes twice on 3 November 2024: this is the first time, and it runs both times",
                "01:00 comes twice on 3 November 2024: this is the second time",
                nil,
            ]
        )
    }

    @Test("RFC 3339 shows Z, whole and odd offsets")
    func descriptions() throws {
        let noon = try instant("2024-01-05T00:00:00Z")
        #expect(try cron("0 12 * * *").next(after: noon, in: zone("UTC"))?.description == "2024-01-05T12:00:00Z")
        #expect(try cron("0 12 * * *").next(after: noon, in: zone("Asia/Kathmandu"))?.description == "2024-01-05T12:00:00+05:45")
        #expect(
            try cron("5 0 12 * * *").next(after: noon, in: zone("America/St_Johns"))?.description == "2024-01-05T12:00:05-03:30")
        let liberia = try cron("0 12 * * *").next(after: instant("1971-06-01T00:00:00Z"), in: zone("Africa/Monrovia"))
        #expect(liberia?.description == "1971-06-01T12:00:00-00:44:30")
    }
}
