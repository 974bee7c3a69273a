import CivilDates
import Foundation

/// UTC, or Turkey's local time, which is UTC+3 all year, in the ways in which the providers write it.
extension CivilTime {
    private static let istanbulOffset: TimeInterval = 3 * 3600

    init(utc moment: Date) {
        self.init(seconds: Int64(moment.timeIntervalSince1970.rounded(.down)))
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
        func field(_ letter: Unicode.Scalar, _ missing: Int) -> Int { fields[UInt8(ascii: letter)] ?? missing }
        guard field("y", 1970) >= 1 else { return nil }
        self.init(
            year: field("y", 1970), month: field("M", 1), day: field("d", 1), hour: field("H", 0), minute: field("m", 0),
            second: field("s", 0))
    }

    /// Days since 1 January 1970.
    var dayNumber: Int { date.daysSince1970 }

    /// Whether a day is a Saturday or a Sunday.
    static func isWeekend(dayNumber: Int) -> Bool { [0, 6].contains(CivilDate.weekday(ofDay: dayNumber)) }

    /// The moment at which clocks in Turkey show this.
    var istanbulMoment: Date {
        Date(timeIntervalSince1970: TimeInterval(seconds) - CivilTime.istanbulOffset)
    }

    var dateText: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
    var clock: String { "\(padded(hour, 2)):\(padded(minute, 2))" }
    var dateAndTime: String { "\(dateText) \(clock):\(padded(second, 2))" }
    var rfc3339: String { "\(dateText)T\(clock):\(padded(second, 2))Z" }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
