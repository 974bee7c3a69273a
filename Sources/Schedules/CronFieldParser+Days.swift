extension CronFieldParser {
    /// Whether a text is one of the forms that only a day field has.
    func isSpecial(_ text: CronText) -> Bool {
        let letters = text.uppercased
        switch field {
        case .dayOfMonth:
            return letters.hasPrefix("L") || letters.hasSuffix("W")
        case .dayOfWeek:
            return text.scalars.contains("#") || letters.hasSuffix("L")
        default:
            return false
        }
    }

    /// `L`, `L-n`, `nW` and `LW`; nil for any other text.
    func parseSpecialDay(_ item: CronText) throws(CronError) -> ParsedCronField.Meaning? {
        let letters = item.uppercased
        if letters == "L" { return .beforeLast(0) }
        if letters == "LW" { return .lastWeekday }
        if letters == "WL" {
            throw CronError("`\(item.string)` is the wrong way round; write `LW`", at: item.range, suggestion: "LW")
        }
        if letters.hasPrefix("L-") {
            guard let distance = item.withoutFirst.withoutFirst.number, (0...30).contains(distance) else {
                throw CronError(
                    "`\(item.string)` does not count back from the last day of the month; write `L-0` to `L-30`",
                    at: item.range
                )
            }
            return .beforeLast(distance)
        }
        if letters.hasPrefix("L") {
            throw CronError(
                "`\(item.string)` is no day of month; write `L` for the last day, `L-3` for the third before it, or `LW` for the "
                    + "last weekday",
                at: item.range
            )
        }
        if letters.hasSuffix("W") { return try parseNearestWeekday(item) }
        if letters.hasSuffix("-L") {
            throw CronError(
                "`\(item.string)` ends a range in `L`; write `\(item.withoutLast.string)31`, which ends with any month",
                at: item.range,
                suggestion: item.withoutLast.string + "31"
            )
        }
        if letters.hasSuffix("L") {
            throw CronError(
                "`\(item.string)` counts weekdays and stands in the day of month; write it as the day of week, or `L` here for the "
                    + "last day of the month",
                at: item.range
            )
        }
        if item.scalars.contains("#") { throw refuseNthInDayOfMonth(item) }
        return nil
    }

    private func parseNearestWeekday(_ item: CronText) throws(CronError) -> ParsedCronField.Meaning {
        let day = item.withoutLast
        if let number = day.number {
            guard field.values.contains(number) else {
                throw CronError("`\(day.string)` is out of range for the \(field.name); write `1W` to `31W`", at: item.range)
            }
            return .nearestWeekday(number)
        }
        throw CronError(
            "`\(item.string)` does not name one day; write one, such as `15W` for the weekday nearest to the 15th",
            at: item.range
        )
    }

    private func refuseNthInDayOfMonth(_ item: CronText) -> CronError {
        CronError(
            "`\(item.string)` counts weekdays and stands in the day of month; write it as the day of week, the last field",
            at: item.range
        )
    }

    /// `d#n` and `dL`; nil for any other text.
    func parseSpecialWeekday(_ item: CronText) throws(CronError) -> ParsedCronField.Meaning? {
        let letters = item.uppercased
        if letters == "L" {
            throw CronError(
                "a lone `\(item.string)` as day of week is Saturday to some schedulers and the last day to others; write `SAT`, or "
                    + "`SATL` for the last Saturday of the month, or `L` as day of month for its last day",
                at: item.range
            )
        }
        if let (day, nth) = item.cut(at: "#") {
            let weekday = try parseWeekday(day, of: item)
            guard let number = nth.number, (1...5).contains(number) else {
                throw CronError(
                    "`\(item.string)` does not say which of the month's days; write `\(day.string)#1` to `\(day.string)#5`, or "
                        + "`\(day.string)L` for the last",
                    at: item.range
                )
            }
            return .nth(number, weekday: weekday)
        }
        if letters.hasSuffix("L"), !item.scalars.contains("-") {
            return .last(weekday: try parseWeekday(item.withoutLast, of: item))
        }
        if letters.hasSuffix("W"), item.withoutLast.number != nil || letters == "LW" {
            throw CronError(
                "`\(item.string)` means a weekday near a date; write it as the day of month, the third field of five",
                at: item.range
            )
        }
        return nil
    }

    private func parseWeekday(_ text: CronText, of item: CronText) throws(CronError) -> Int {
        guard !text.isEmpty else {
            throw CronError("`\(item.string)` names no day; write one, such as `FRI\(item.string)`", at: item.range)
        }
        return try parseValue(text) % 7
    }
}
