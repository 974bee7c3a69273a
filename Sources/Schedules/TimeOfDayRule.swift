/// Which times of a day match: one bit for each second, minute and hour.
struct TimeOfDayRule: Sendable, Hashable {
    var seconds: UInt64 = 1
    var minutes: UInt64 = 0
    var hours: UInt64 = 0

    /// The earliest matching time, in seconds since midnight.
    var first: Int {
        Self.lowest(hours) * 3_600 + Self.lowest(minutes) * 60 + Self.lowest(seconds)
    }

    /// The earliest matching time that is not before the given second of the day.
    func first(from secondOfDay: Int) -> Int? {
        let hour = secondOfDay / 3_600
        let minute = secondOfDay / 60 % 60
        let second = secondOfDay % 60

        if Self.has(hour, in: hours) {
            let start = hour * 3_600
            if Self.has(minute, in: minutes), let second = Self.lowest(seconds, from: second) {
                return start + minute * 60 + second
            }
            if let minute = Self.lowest(minutes, from: minute + 1) {
                return start + minute * 60 + Self.lowest(seconds)
            }
        }
        return Self.lowest(hours, from: hour + 1).map {
            $0 * 3_600 + Self.lowest(minutes) * 60 + Self.lowest(seconds)
        }
    }

    private static func has(_ value: Int, in mask: UInt64) -> Bool { mask >> UInt64(value) & 1 == 1 }

    /// The lowest set bit. The parser never leaves a mask empty.
    private static func lowest(_ mask: UInt64) -> Int { mask.trailingZeroBitCount }

    private static func lowest(_ mask: UInt64, from value: Int) -> Int? {
        let rest = value < 64 ? (mask >> UInt64(value)) << UInt64(value) : 0
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }
}
