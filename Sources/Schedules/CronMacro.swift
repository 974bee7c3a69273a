/// The short names of common expressions.
enum CronMacro: String, CaseIterable {
    case yearly, annually, monthly, weekly, daily, midnight, hourly

    var fields: String {
        switch self {
        case .yearly, .annually: "0 0 1 1 *"
        case .monthly: "0 0 1 * *"
        case .weekly: "0 0 * * 0"
        case .daily, .midnight: "0 0 * * *"
        case .hourly: "0 * * * *"
        }
    }

    static var list: String { allCases.map { "`@\($0.rawValue)`" }.joined(separator: ", ") }

    /// The macro of a text that starts with `@`, in any case.
    static func parse(_ text: CronText) throws(CronError) -> CronMacro {
        let words = text.words
        let name = words[0].string.dropFirst().lowercased()
        if name == "every" { throw refuseEvery(text, interval: words.count == 2 ? words[1].string : "") }
        if name == "reboot" {
            throw CronError(
                "`@reboot` has no meaning here, because a start of the runner is no time of the calendar; write a time, such as "
                    + "`@daily`, or start the workflow from the service that comes up with the machine",
                at: text.range
            )
        }
        guard let macro = CronMacro(rawValue: name) else {
            throw CronError("`\(words[0].string)` is no macro; write one of \(list), or five fields", at: words[0].range)
        }
        guard words.count == 1 else {
            throw CronError(
                "`@\(name)` is a whole expression, but more follows it; write `@\(name)` alone, or five fields",
                at: text.range
            )
        }
        return macro
    }

    private static func refuseEvery(_ text: CronText, interval: String) -> CronError {
        let equal = expression(every: interval)
        return CronError(
            "`\(text.string)` is an interval, but a cron expression names times of the clock; write "
                + (equal.map { "`\($0)`" } ?? "the times, such as `*/15 * * * *` for every quarter of an hour"),
            at: text.range,
            suggestion: equal
        )
    }

    /// The expression that runs at an interval such as `90s`, `5m` or `2h`; nil where the interval does not divide the next larger unit.
    private static func expression(every interval: String) -> String? {
        guard let number = Int(interval.dropLast()), number > 0 else { return nil }
        switch interval.last {
        case "s" where 60 % number == 0: return number == 60 ? "* * * * *" : "*/\(number) * * * * *"
        case "m" where 60 % number == 0: return number == 60 ? "0 * * * *" : "*/\(number) * * * *"
        case "h" where 24 % number == 0: return number == 24 ? "0 0 * * *" : "0 */\(number) * * *"
        default: return nil
        }
    }
}
