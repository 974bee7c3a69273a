import CivilDates

extension TimePattern {
    /// The time as a clock in the zone shows it.
    func format(_ time: TimestampValue, zone: ZoneOffsets, names: TimeNames) -> String {
        let offset = zone.offset(at: time.seconds)
        let civil = CivilTime(seconds: time.seconds + Int64(offset))
        var result = ""
        for field in fields {
            switch field {
            case .year: result += Digits.padded(civil.year, 4)
            case .shortYear: result += Digits.padded(civil.year % 100, 2)
            case .month(let digits): result += Digits.padded(civil.month, digits)
            case .monthName: result += names.months[civil.month - 1]
            case .shortMonthName: result += names.shortMonths[civil.month - 1]
            case .day(let digits): result += Digits.padded(civil.day, digits)
            case .dayOfYear: result += Digits.padded(civil.dayOfYear + 1, 3)
            case .weekday: result += names.weekdays[civil.dayOfWeek]
            case .shortWeekday: result += names.shortWeekdays[civil.dayOfWeek]
            case .hour(let digits): result += Digits.padded(civil.hour, digits)
            case .hourOfHalf(let digits): result += Digits.padded((civil.hour + 11) % 12 + 1, digits)
            case .half: result += names.halves[civil.hour / 12]
            case .minute(let digits): result += Digits.padded(civil.minute, digits)
            case .second(let digits): result += Digits.padded(civil.second, digits)
            case .fraction(let digits): result += Digits.padded(Int(time.nanoseconds), 9).prefix(digits)
            case .offset(let colon, let zulu): result += zulu && offset == 0 ? "Z" : Self.text(offset, colon: colon)
            case .literal(let text): result += text
            }
        }
        return result
    }

    private static func text(_ offset: Int, colon: Bool) -> String {
        let minutes = offset.magnitude / 60
        return (offset < 0 ? "-" : "+") + Digits.padded(Int(minutes / 60), 2) + (colon ? ":" : "")
            + Digits.padded(Int(minutes % 60), 2)
    }
}
