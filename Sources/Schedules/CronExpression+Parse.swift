import CivilDates

extension CronExpression {
    /// Reads an expression, or says what to write instead. At the first mistake it stops.
    public static func parse(_ text: String) -> Result<CronExpression, CronError> {
        do throws(CronError) {
            return .success(try CronExpression(reading: text))
        } catch {
            return .failure(error)
        }
    }

    private init(reading source: String) throws(CronError) {
        let text = try CronText(source).trimmedOfBlanks()
        guard !text.isEmpty else {
            throw CronError(
                "the cron expression is empty; write five fields, such as `0 9 * * MON-FRI`, or a macro, such as `@daily`",
                at: text.range
            )
        }
        if text.first == "@" {
            // A macro has no places in the text, and nothing in it can be wrong or doubtful.
            self = try CronExpression(fields: CronText(CronMacro.parse(text).fields), source: source)
        } else {
            try text.refuseZone()
            self = try CronExpression(fields: text, source: source)
        }
    }

    private init(fields text: CronText, source: String) throws(CronError) {
        let words = text.words
        for word in words { try word.refuseCommaAtTheEdge() }
        guard words.count == 5 || words.count == 6 else { throw text.refuseCount(of: words) }

        var parsed: [ParsedCronField] = []
        for (field, word) in zip(CronField.allCases.suffix(words.count), words) {
            parsed.append(try CronFieldParser(field: field, text: word).parse())
        }
        var times = TimeOfDayRule()
        var days = DayRule()
        for part in parsed {
            switch part.field {
            case .second: times.seconds = part.mask
            case .minute: times.minutes = part.mask
            case .hour: times.hours = part.mask
            case .dayOfMonth: days.daysOfMonth = DayRule.DaysOfMonth(part)
            case .month: days.months = part.mask
            case .dayOfWeek: days.daysOfWeek = DayRule.DaysOfWeek(part)
            }
        }
        let last = parsed.suffix(5).map(\.startsWithStar)
        days.needsBoth = last[2] || last[4]
        self.init(source: source, isFixed: !last[0] && !last[1], times: times, days: days, fields: parsed)
        if !days.hasAnyDate { throw refuseImpossibleDate() }
    }

    private func refuseImpossibleDate() -> CronError {
        let dayOfMonth = fields[fields.count - 3].text
        let month = fields[fields.count - 2].text
        let dayOfWeek = fields[fields.count - 1].text
        var withoutWeekdays = days
        withoutWeekdays.daysOfWeek = DayRule.DaysOfWeek(days: 0x7F)
        if withoutWeekdays.hasAnyDate {
            return CronError(
                "no date ever matches both day of month `\(dayOfMonth.string)` and day of week `\(dayOfWeek.string)` in month "
                    + "`\(month.string)`, and one of them starts with `*` or `?`, so both have to; write `*` for one of them",
                at: dayOfMonth.range.lowerBound..<dayOfWeek.range.upperBound
            )
        }
        let lengths = (1...12).filter { days.months >> UInt64($0) & 1 == 1 }
            .map { CivilDate.length(ofMonth: $0, leapYear: true) }
        let longest = lengths.reduce(0, max)
        return CronError(
            "day of month `\(dayOfMonth.string)` never comes in month `\(month.string)`, which has at most \(longest) days; write "
                + "`L` for the last day of the month, or a day that exists",
            at: dayOfMonth.range.lowerBound..<month.range.upperBound
        )
    }
}
