import Foundation

extension CronExpression {
    /// What the author may not have meant, in the order of the text.
    ///
    /// Without a zone nothing is said about changes of the clock.
    public func warnings(in zone: TimeZone?) -> [CronWarning] {
        guard source.drop(while: { $0 == " " || $0 == "\t" }).first != "@" else {
            return zone.flatMap { clockChangeWarning(in: $0, at: 0..<source.unicodeScalars.count) }.map { [$0] } ?? []
        }
        var warnings = fields.flatMap(\.unevenSteps)
        if let hours = fields.first(where: { $0.field == .hour })?.text.range, let zone {
            warnings += clockChangeWarning(in: zone, at: hours).map { [$0] } ?? []
        }
        warnings += bothDaysWarning.map { [$0] } ?? []
        return warnings.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private var bothDaysWarning: CronWarning? {
        let dayOfMonth = fields[fields.count - 3]
        let dayOfWeek = fields[fields.count - 1]
        guard dayOfMonth.isRestricted, dayOfWeek.isRestricted else { return nil }
        let dates = "day of month `\(dayOfMonth.text.string)`"
        let weekdays = "day of week `\(dayOfWeek.text.string)`"
        let message: String
        if days.needsBoth {
            let star = dayOfMonth.startsWithStar ? dayOfMonth : dayOfWeek
            message =
                "a day has to match both \(dates) and \(weekdays), because `\(star.text.string)` starts with `*`; write one of "
                + "them as a plain `*` if you mean the other alone"
        } else {
            message =
                "a day matches by \(dates) or by \(weekdays), so it runs on both kinds of days; write `*` for one of them if you "
                + "mean the other alone"
        }
        return CronWarning(
            kind: .bothDayFields,
            message: message,
            range: dayOfMonth.text.range.lowerBound..<dayOfWeek.text.range.upperBound
        )
    }

    private func clockChangeWarning(in zone: TimeZone, at range: Range<Int>) -> CronWarning? {
        let early: UInt64 = 0b11111
        let everyHour: UInt64 = (1 << 24) - 1
        guard times.hours & early != 0, times.hours != everyHour, Self.changesClock(zone) else { return nil }
        let hours = (0...4).filter { times.hours >> UInt64($0) & 1 == 1 }.map { "\(twoDigits($0)):00" }
        let effect =
            isFixed
            ? "a time that is skipped runs right after the gap, and one that comes twice runs the first time only"
            : "a time that is skipped does not run, and one that comes twice runs twice"
        return CronWarning(
            kind: .clockChange,
            message:
                "the clock of \(zone.identifier) is changed in the night, and this runs in the hour\(hours.count == 1 ? "" : "s") "
                + "from \(hours.joined(separator: ", ")): \(effect); write hours from 5 to 20 to stay clear of it",
            range: range
        )
    }

    /// Whether the zone's rules, as far as they are known, change its clock every year: looked up in a year far enough ahead that
    /// no single change of the past counts.
    private static func changesClock(_ zone: TimeZone) -> Bool {
        let startOf2045 = 2_366_841_600
        return ClockChanges(zone: zone).first(after: startOf2045, through: startOf2045 + 366 * 86_400) != nil
    }
}

extension ParsedCronField {
    fileprivate var unevenSteps: [CronWarning] {
        items.compactMap { item in
            guard case .values(let range, let step, let form) = item.meaning, step > 1, form == .star || form == .toTheEnd else {
                return nil
            }
            let values = Array(stride(from: range.lowerBound, through: range.upperBound, by: step))
            let around = (values.first ?? 0) + field.size
            let gap = around - (values.last ?? 0)
            guard gap != step else { return nil }
            return CronWarning(
                kind: .unevenStep,
                message: "`\(item.text.string)` does not divide the \(field.name) field: it gives \(Self.list(values)) and then "
                    + "\(values.first ?? 0) again; write \(evenSteps)",
                range: item.text.range
            )
        }
    }

    private static func list(_ values: [Int]) -> String {
        guard values.count > 6 else { return values.map(String.init).joined(separator: ", ") }
        return values.prefix(3).map(String.init).joined(separator: ", ") + ", ..., \(values[values.count - 1])"
    }

    private var evenSteps: String {
        switch field {
        case .second, .minute:
            "a step of 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 for equal intervals, or the values if these are meant"
        case .hour: "a step of 2, 3, 4, 6, 8 or 12 for equal intervals, or the values if these are meant"
        case .month: "a step of 2, 3, 4 or 6 for equal intervals, or the values if these are meant"
        case .dayOfMonth: "the days if these are meant, since no step divides every month"
        case .dayOfWeek: "the days if these are meant, since no step divides a week"
        }
    }
}
