/// One field as it was written: a list of items.
struct ParsedCronField: Sendable, Hashable {
    let field: CronField
    let text: CronText
    let items: [Item]

    struct Item: Sendable, Hashable {
        let text: CronText
        let meaning: Meaning
    }

    enum Meaning: Sendable, Hashable {
        /// Values with a distance of `step`. The form remembers how the end was written.
        case values(ClosedRange<Int>, step: Int, form: Form)
        /// `L` and `L-n`: the day n before the last of the month.
        case beforeLast(Int)
        /// `nW`
        case nearestWeekday(Int)
        /// `LW`
        case lastWeekday
        /// `d#n`
        case nth(Int, weekday: Int)
        /// `dL`
        case last(weekday: Int)
    }

    enum Form: Sendable, Hashable {
        /// `*` and `*/n`
        case star
        /// `a`
        case value
        /// `a/n`, which runs to the end of the field.
        case toTheEnd
        /// `a-b` and `a-b/n`
        case range
    }

    var startsWithStar: Bool { text.first == "*" || text.first == "?" }

    /// One bit for each value of the items that name values.
    var mask: UInt64 {
        var mask: UInt64 = 0
        for item in items {
            guard case .values(let range, let step, _) = item.meaning else { continue }
            for value in stride(from: range.lowerBound, through: range.upperBound, by: step) { mask |= 1 << UInt64(value) }
        }
        if field == .dayOfWeek, mask & 1 << 7 != 0 { mask = (mask | 1) & 0x7F }
        return mask
    }

    /// Whether the field leaves out any value.
    var isRestricted: Bool { mask.nonzeroBitCount < field.size }
}

extension DayRule.DaysOfMonth {
    init(_ parsed: ParsedCronField) {
        days = parsed.mask
        for item in parsed.items {
            switch item.meaning {
            case .beforeLast(let distance): beforeLast |= 1 << UInt64(distance)
            case .nearestWeekday(let day): nearestWeekdays |= 1 << UInt64(day)
            case .lastWeekday: lastWeekday = true
            case .values, .nth, .last: break
            }
        }
    }
}

extension DayRule.DaysOfWeek {
    init(_ parsed: ParsedCronField) {
        days = parsed.mask
        for item in parsed.items {
            switch item.meaning {
            case .nth(let number, let weekday): nth |= 1 << UInt64(7 * (number - 1) + weekday)
            case .last(let weekday): last |= 1 << UInt64(weekday)
            case .values, .beforeLast, .nearestWeekday, .lastWeekday: break
            }
        }
    }
}
