/// Reads one field of an expression.
struct CronFieldParser {
    let field: CronField
    let text: CronText

    func parse() throws(CronError) -> ParsedCronField {
        if text.scalars.contains("?") { return try parseQuestionMark() }
        var items: [ParsedCronField.Item] = []
        for item in text.split(at: ",") {
            items.append(ParsedCronField.Item(text: item, meaning: try parseItem(item)))
        }
        return ParsedCronField(field: field, text: text, items: items)
    }

    private func parseQuestionMark() throws(CronError) -> ParsedCronField {
        guard field.isDayField else {
            throw CronError(
                "`?` stands only in the two day fields, and this is the \(field.name); write `*`",
                at: text.range,
                suggestion: text.string == "?" ? "*" : nil
            )
        }
        guard text.string == "?" else {
            throw CronError("`?` stands only alone, but found `\(text.string)`; write `?`, or the list with `*`", at: text.range)
        }
        let every = ParsedCronField.Meaning.values(field.values, step: 1, form: .star)
        return ParsedCronField(field: field, text: text, items: [ParsedCronField.Item(text: text, meaning: every)])
    }

    private func parseItem(_ item: CronText) throws(CronError) -> ParsedCronField.Meaning {
        guard !item.isEmpty else {
            throw CronError("`\(text.string)` has two commas with nothing between them; write one", at: text.range)
        }
        if item.isStar { return .values(field.values, step: 1, form: .star) }
        if item.number != nil {
            let value = try parseValue(item)
            return .values(value...value, step: 1, form: .value)
        }
        if let (base, step) = item.cut(at: "/") { return try parseStep(step, base: base, item: item) }
        switch field {
        case .dayOfMonth:
            if let meaning = try parseSpecialDay(item) { return meaning }
        case .dayOfWeek:
            if let meaning = try parseSpecialWeekday(item) { return meaning }
        default: break
        }
        if let (start, end) = item.cut(at: "-") {
            return .values(try parseRange(item, start: start, end: end, step: nil), step: 1, form: .range)
        }
        let value = try parseValue(item)
        return .values(value...value, step: 1, form: .value)
    }

    private func parseStep(_ text: CronText, base: CronText, item: CronText) throws(CronError) -> ParsedCronField.Meaning {
        guard let step = text.number else {
            throw CronError(
                "`\(item.string)` has no number after `/`; write how far to step, such as `*/\(field == .hour ? 2 : 10)`",
                at: item.range
            )
        }
        guard step > 0 else {
            throw CronError(
                "the step of `\(item.string)` is 0 and would never get anywhere; write a step from 1, or leave it out",
                at: item.range,
                suggestion: base.isEmpty ? nil : base.string
            )
        }
        guard step <= field.size else { throw refuseLongStep(step, item: item) }
        if base.isStar { return .values(field.values, step: step, form: .star) }
        if base.isEmpty {
            throw CronError(
                "`\(item.string)` does not say where to step from; write `*\(item.string)`",
                at: item.range,
                suggestion: "*\(item.string)"
            )
        }
        if isSpecial(base) {
            throw CronError(
                "`\(base.string)` is one day and takes no step; write `\(base.string)`",
                at: item.range,
                suggestion: base.string
            )
        }
        if let (start, end) = base.cut(at: "-") {
            return .values(try parseRange(item, start: start, end: end, step: step), step: step, form: .range)
        }
        return .values(try parseValue(base)...field.values.upperBound, step: step, form: .toTheEnd)
    }

    private func refuseLongStep(_ step: Int, item: CronText) -> CronError {
        var advice = "write a step of at most \(field.size)"
        let (units, rest) = step.quotientAndRemainder(dividingBy: 60)
        if field == .minute, rest == 0, 24.isMultiple(of: units) {
            advice = "for every \(units) hours write `0` as the minute and `*/\(units)` as the hour"
        } else if field == .second, rest == 0, 60.isMultiple(of: units) {
            advice = "for every \(units) minutes write `0` as the second and `*/\(units)` as the minute"
        } else if field == .minute {
            advice += ", or whole hours, such as `0 */2 * * *`"
        }
        return CronError(
            "the step of `\(item.string)` is larger than the \(field.name) field, which starts anew after \(field.size) values, so it "
                + "gives no interval; \(advice)",
            at: item.range
        )
    }
}
