import Foundation

/// A date and time of day without a zone: UTC, or Turkey's local time, which is UTC+3 all year.
struct CivilTime: Equatable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    private static let istanbulOffset: TimeInterval = 3 * 3600

    init(utc moment: Date) {
        self.init(secondsSince1970: Int(moment.timeIntervalSince1970.rounded(.down)))
    }

    init(istanbul moment: Date) {
        self.init(utc: moment.addingTimeInterval(CivilTime.istanbulOffset))
    }

    /// Reads fixed-width digits against a pattern of `y M d H m s`, such as `dd/MM/yyyy HH:mm`; nil for anything else.
    init?(_ text: String, pattern: String) {
        let characters = Array(text.utf8)
        let shape = Array(pattern.utf8)
        guard characters.count == shape.count else { return nil }
        var fields: [UInt8: Int] = [:]
        for (found, expected) in zip(characters, shape) {
            if "yMdHms".utf8.contains(expected) {
                guard found >= UInt8(ascii: "0"), found <= UInt8(ascii: "9") else { return nil }
                fields[expected, default: 0] = fields[expected, default: 0] * 10 + Int(found - UInt8(ascii: "0"))
            } else {
                guard found == expected else { return nil }
            }
        }
        year = fields[UInt8(ascii: "y")] ?? 1970
        month = fields[UInt8(ascii: "M")] ?? 1
        day = fields[UInt8(ascii: "d")] ?? 1
        hour = fields[UInt8(ascii: "H")] ?? 0
        minute = fields[UInt8(ascii: "m")] ?? 0
        second = fields[UInt8(ascii: "s")] ?? 0
        guard (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60, year >= 1 else { return nil }
        guard CivilTime(secondsSince1970: secondsSince1970) == self else { return nil }
    }

    /// Takes the seconds apart; days are counted by the proleptic Gregorian calendar.
    private init(secondsSince1970 seconds: Int) {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
        // Years begin in March, so that the day of a leap year comes last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1 January 1970.
    var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var secondsSince1970: Int { dayNumber * 86_400 + hour * 3600 + minute * 60 + second }

    /// Whether a day is a Saturday or a Sunday. Day 0, 1 January 1970, was a Thursday.
    static func isWeekend(dayNumber: Int) -> Bool { [2, 3].contains(((dayNumber % 7) + 7) % 7) }

    /// The moment at which clocks in Turkey show this.
    var istanbulMoment: Date {
        Date(timeIntervalSince1970: TimeInterval(secondsSince1970) - CivilTime.istanbulOffset)
    }

    var date: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
    var clock: String { "\(padded(hour, 2)):\(padded(minute, 2))" }
    var dateAndTime: String { "\(date) \(clock):\(padded(second, 2))" }
    var rfc3339: String { "\(date)T\(clock):\(padded(second, 2))Z" }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
