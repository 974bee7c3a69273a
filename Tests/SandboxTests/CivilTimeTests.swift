import CivilDates
import Foundation
import Testing

@testable import Sandbox

struct CivilTimeTests {
    @Test(
        "moments are taken apart and put together again",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_244_400, "2026-11-21T07:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] as [(Double, String)])
    func roundTrip(seconds: Double, text: String) throws {
        let time = CivilTime(utc: Date(timeIntervalSince1970: seconds))
        #expect(time.rfc3339 == text)
        let istanbul = CivilTime(istanbul: Date(timeIntervalSince1970: seconds))
        #expect(istanbul.istanbulMoment == Date(timeIntervalSince1970: seconds))
    }

    @Test("every day of four centuries has its number")
    func dayNumbers() throws {
        var day = try #require(CivilTime("1900-01-01", pattern: "yyyy-MM-dd")).dayNumber
        for year in 1900..<2300 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let first = try #require(CivilTime("\(year)-01-01", pattern: "yyyy-MM-dd"))
            #expect(first.dayNumber == day)
            #expect((CivilTime("\(year)-02-29", pattern: "yyyy-MM-dd") != nil) == isLeap)
            day += isLeap ? 366 : 365
        }
    }

    @Test(
        "what does not fit its pattern is refused",
        arguments: [
            "1/11/2026 09:00", "31/11/2026 09:00", "01/11/2026 24:00", "01/11/2026 09:60", "01/11/2026 09:00 ",
            "٠١/11/2026 09:00",
        ])
    func refused(text: String) {
        #expect(CivilTime(text, pattern: "dd/MM/yyyy HH:mm") == nil)
    }

    @Test("Saturday and Sunday are the weekend")
    func weekend() throws {
        let saturday = try #require(CivilTime("2026-11-21", pattern: "yyyy-MM-dd")).dayNumber
        #expect((saturday - 1...saturday + 5).map(CivilTime.isWeekend) == [false, true, true, false, false, false, false])
    }
}
