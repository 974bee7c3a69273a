import CivilDates

extension TimePattern {
    /// Reads a time that is written by the pattern. Parts that the pattern does not have are those of 1970-01-01T00:00:00; an offset
    /// in the text wins over the zone.
    func parse(_ text: String, zone: ZoneOffsets, names: TimeNames) throws(EvaluationError) -> TimestampValue {
        var reader = TimeTextReader(text)
        var parts = Parts()
        for field in fields where !reader.read(field, into: &parts, names) {
            throw EvaluationError(
                .invalidArgument, "the text does not follow the time pattern (at character \(reader.place + 1))")
        }
        guard reader.isAtEnd else {
            throw EvaluationError(.invalidArgument, "the text goes on after the time (at character \(reader.place + 1))")
        }
        if let half = parts.half { parts.hour = parts.hour % 12 + half * 12 }
        guard
            let civil = CivilTime(
                year: parts.year, month: parts.month, day: parts.day, hour: parts.hour, minute: parts.minute, second: parts.second
            )
        else { throw EvaluationError(.invalidArgument, "there is no such day or time") }
        let seconds = parts.offset.map { civil.seconds - Int64($0) } ?? zone.seconds(of: civil)
        guard let time = TimestampValue(seconds: seconds, nanoseconds: Int32(parts.nanoseconds)) else {
            throw EvaluationError(.invalidArgument, "the time is outside the years 1 to 9999")
        }
        return time
    }

    struct Parts {
        var year = 1970
        var month = 1
        var day = 1
        var hour = 0
        var minute = 0
        var second = 0
        var nanoseconds = 0
        /// 0 before noon, 1 after.
        var half: Int?
        var offset: Int?
    }
}

/// Takes the parts of a time from the front of a text.
private struct TimeTextReader {
    private let scalars: [Unicode.Scalar]
    private(set) var place = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var isAtEnd: Bool { place == scalars.count }

    mutating func read(_ field: TimePattern.Field, into parts: inout TimePattern.Parts, _ names: TimeNames) -> Bool {
        switch field {
        case .year: return take(4, 4, &parts.year)
        case .shortYear:
            guard take(2, 2, &parts.year) else { return false }
            parts.year += parts.year < 70 ? 2000 : 1900
            return true
        case .month(let digits): return take(digits, 2, &parts.month)
        case .monthName: return name(names.months, first: 1, &parts.month)
        case .shortMonthName: return name(names.shortMonths, first: 1, &parts.month)
        case .day(let digits): return take(digits, 2, &parts.day)
        case .dayOfYear:
            var ignored = 0
            return take(1, 3, &ignored)
        case .weekday:
            var ignored = 0
            return name(names.weekdays, first: 0, &ignored)
        case .shortWeekday:
            var ignored = 0
            return name(names.shortWeekdays, first: 0, &ignored)
        case .hour(let digits), .hourOfHalf(let digits): return take(digits, 2, &parts.hour)
        case .half:
            var half = 0
            guard name(names.halves, first: 0, &half) else { return false }
            parts.half = half
            return true
        case .minute(let digits): return take(digits, 2, &parts.minute)
        case .second(let digits): return take(digits, 2, &parts.second)
        case .fraction(let digits):
            var value = 0
            guard take(digits, digits, &value) else { return false }
            for _ in digits..<9 { value *= 10 }
            parts.nanoseconds = value
            return true
        case .offset(let colon, _): return offset(colon: colon, &parts)
        case .literal(let text): return literal(text)
        }
    }

    private mutating func take(_ minimum: Int, _ maximum: Int, _ value: inout Int) -> Bool {
        var number = 0
        var count = 0
        while count < maximum, place < scalars.count, scalars[place] >= "0", scalars[place] <= "9" {
            number = number * 10 + Int(scalars[place].value - 48)
            place += 1
            count += 1
        }
        guard count >= minimum else { return false }
        value = number
        return true
    }

    private mutating func literal(_ text: String) -> Bool {
        for scalar in text.unicodeScalars {
            guard place < scalars.count, scalars[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    private mutating func name(_ names: [String], first: Int, _ value: inout Int) -> Bool {
        let rest = String(scalars[place...])
        // The longest name wins: `Pazartesi` before `Pazar`.
        let matches = names.indices.filter { rest.hasPrefix(names[$0]) }
        guard let index = matches.max(by: { names[$0].unicodeScalars.count < names[$1].unicodeScalars.count }) else {
            return false
        }
        place += names[index].unicodeScalars.count
        value = index + first
        return true
    }

    private mutating func offset(colon: Bool, _ parts: inout TimePattern.Parts) -> Bool {
        if literal("Z") {
            parts.offset = 0
            return true
        }
        guard place < scalars.count, scalars[place] == "+" || scalars[place] == "-" else { return false }
        let sign = scalars[place] == "-" ? -1 : 1
        place += 1
        var hours = 0
        var minutes = 0
        guard take(2, 2, &hours) else { return false }
        if colon, !literal(":") { return false }
        guard take(2, 2, &minutes), hours < 24, minutes < 60 else { return false }
        parts.offset = sign * (hours * 3_600 + minutes * 60)
        return true
    }
}
