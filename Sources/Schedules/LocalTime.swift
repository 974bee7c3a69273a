import CivilDates

/// What a calendar and a clock on the wall show; without a zone it names no instant.
public struct LocalTime: Sendable, Hashable, Comparable {
    public let date: CivilDate
    public let hour: Int
    public let minute: Int
    public let second: Int

    /// From the count of seconds that the wall clock would show since 1 January 1970, 00:00, if it had never been changed.
    init(wallSeconds: Int) {
        let day = wallSeconds.dividedDown(by: 86_400)
        let time = wallSeconds - day * 86_400
        date = CivilDate(daysSince1970: day)
        hour = time / 3_600
        minute = time / 60 % 60
        second = time % 60
    }

    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.date, left.secondOfDay) < (right.date, right.secondOfDay)
    }

    private var secondOfDay: Int { hour * 3_600 + minute * 60 + second }
}

extension LocalTime {
    /// `02:30`, with seconds only where they are not 0.
    public var clockText: String {
        let text = twoDigits(hour) + ":" + twoDigits(minute)
        return second == 0 ? text : text + ":" + twoDigits(second)
    }

    /// `31 March 2024`.
    public var dateText: String {
        "\(date.day) \(Self.monthNames[date.month - 1]) \(date.year)"
    }

    /// `2024-03-31T02:30:00`.
    var isoText: String {
        let year = String(date.year)
        let padded = String(repeating: "0", count: max(0, 4 - year.count)) + year
        return "\(padded)-\(twoDigits(date.month))-\(twoDigits(date.day))T"
            + "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))"
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// A number below 100 with a zero in front where it has one digit.
func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}
