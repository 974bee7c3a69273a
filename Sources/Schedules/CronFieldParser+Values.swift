extension CronFieldParser {
    /// A number or a name.
    func parseValue(_ text: CronText) throws(CronError) -> Int {
        guard let number = text.number else {
            guard let value = field.value(named: text) else { throw refuseWord(text) }
            return value
        }
        guard field.values.contains(number) else { throw refuseNumber(text, number) }
        return number
    }

    /// The values from one end to the other. A range of days may end in SUN, which is then the 7.
    func parseRange(_ item: CronText, start: CronText, end: CronText, step: Int?) throws(CronError) -> ClosedRange<Int> {
        if start.isStar || end.isStar {
            throw CronError(
                "`*` is every value and no end of a range; write two values, such as `\(exampleRange)`", at: item.range)
        }
        if start.isEmpty || end.isEmpty {
            throw CronError(
                "`\(item.string)` lacks one end of the range; write two values, such as `\(exampleRange)`",
                at: item.range
            )
        }
        for edge in [start, end] where isSpecial(edge) {
            throw CronError(
                "`\(edge.string)` cannot be an end of a range; write two values, such as `\(exampleRange)`",
                at: item.range
            )
        }
        let low = try parseValue(start)
        var high = try parseValue(end)
        if field == .dayOfWeek, high == 0, low > 0, end.number == nil { high = 7 }
        guard low <= high else { throw refuseDescending(item, start: start, end: end, low: low, high: high, step: step) }
        return low...high
    }

    private var exampleRange: String {
        switch field {
        case .second, .minute: "0-30"
        case .hour: "9-17"
        case .dayOfMonth: "1-15"
        case .month: "JAN-MAR"
        case .dayOfWeek: "MON-FRI"
        }
    }

    private func refuseDescending(
        _ item: CronText, start: CronText, end: CronText, low: Int, high: Int, step: Int?
    ) -> CronError {
        let replacement: String
        if let step {
            // The step goes on across the end of the field, so only a list says the same.
            let first = field.values.lowerBound
            let list = stride(from: low, through: high + field.size, by: step)
            replacement = list.map { String(($0 - first) % field.size + first) }.joined(separator: ",")
        } else {
            replacement = wrapped(start: start, end: end, low: low, high: high)
        }
        return CronError(
            "`\(item.string)` runs backwards, and ranges do not wrap around; write `\(replacement)`",
            at: item.range,
            suggestion: replacement
        )
    }

    /// A range across the end of the field as two that ascend, in the author's own words where there are some.
    private func wrapped(start: CronText, end: CronText, low: Int, high: Int) -> String {
        func range(_ from: String, _ to: String) -> String { from == to ? from : "\(from)-\(to)" }
        guard field == .dayOfWeek else {
            let named = start.number == nil && end.number == nil
            let top = named ? "DEC" : String(field.values.upperBound)
            let bottom = named ? "JAN" : String(field.values.lowerBound)
            return range(start.string, top) + "," + range(bottom, end.string)
        }
        if low == 7 { return range("0", end.string) }
        let named = start.number == nil
        let toSunday = range(start.string, named ? "SUN" : "7")
        return high == 0 ? toSunday : toSunday + "," + range(named ? "MON" : "1", end.string)
    }

    private func refuseNumber(_ text: CronText, _ number: Int) -> CronError {
        var suggestion: String?
        var hint = ""
        switch (field, number) {
        case (.hour, 24):
            suggestion = "0"
            hint = ", and `0` for midnight"
        case (.dayOfMonth, 0):
            suggestion = "1"
            hint = ", and `1` for the first day"
        case (.dayOfMonth, _): hint = ", and `L` for the last day"
        default: break
        }
        return CronError(
            "`\(text.string)` is out of range for the \(field.name); write \(field.valuesInWords)\(hint)",
            at: text.range,
            suggestion: suggestion
        )
    }

    private func refuseWord(_ text: CronText) -> CronError {
        let word = text.string
        if let name = field.names.first(where: { text.scalars.count > 3 && text.uppercased.hasPrefix($0) }) {
            return CronError(
                "`\(word)` is no name for a \(field.name); write the three letters `\(name)`",
                at: text.range,
                suggestion: name
            )
        }
        for other in CronField.allCases where other.value(named: text) != nil {
            return CronError(
                "`\(word)` is a \(other.name), but stands where the \(field.name) does; write \(field.valuesInWords), in the order "
                    + "minute, hour, day of month, month, day of week",
                at: text.range
            )
        }
        if text.first == "*", text.withoutFirst.number != nil {
            let step = "*/\(text.withoutFirst.string)"
            return CronError("`\(word)` lacks a `/`; write `\(step)` for a step", at: text.range, suggestion: step)
        }
        if text.first == "-" || text.first == "+" {
            return CronError("`\(word)` has a sign; write \(field.valuesInWords)", at: text.range)
        }
        if text.scalars.contains("~") || text.uppercased.hasPrefix("H") {
            return CronError(
                "`\(word)` asks for a time by chance, which other schedulers offer; write a value (\(field.valuesInWords)), and use "
                    + "the trigger's `jitter` to spread runs",
                at: text.range
            )
        }
        if !field.isDayField, ["L", "W", "LW"].contains(text.uppercased) || text.scalars.contains("#") {
            return CronError(
                "`\(word)` has a meaning only in the day fields, and this is the \(field.name); write \(field.valuesInWords)",
                at: text.range
            )
        }
        return CronError(
            "`\(word)` is no value for the \(field.name); write \(field.valuesInWords)",
            at: text.range
        )
    }
}
