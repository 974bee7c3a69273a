/// One of the six places of a cron expression, with the values it takes.
enum CronField: Int, CaseIterable, Sendable {
    case second, minute, hour, dayOfMonth, month, dayOfWeek

    /// What may be written as a number. A week has two Sundays, 0 and 7.
    var values: ClosedRange<Int> {
        switch self {
        case .second, .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// How many different values there are: the largest step that can be meant.
    var size: Int { self == .dayOfWeek ? 7 : values.count }

    var isDayField: Bool { self == .dayOfMonth || self == .dayOfWeek }

    /// What messages call the field.
    var name: String {
        switch self {
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of month"
        case .month: "month"
        case .dayOfWeek: "day of week"
        }
    }

    /// The names that stand for values, the first for `firstNamedValue`.
    var names: [String] {
        switch self {
        case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        case .dayOfWeek: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        default: []
        }
    }

    private var firstNamedValue: Int { self == .month ? 1 : 0 }

    /// The value of a name in any case.
    func value(named name: CronText) -> Int? {
        names.firstIndex(of: name.uppercased).map { $0 + firstNamedValue }
    }

    /// The values as a message gives them: `0-59`, `1-12 or JAN-DEC`.
    var valuesInWords: String {
        switch self {
        case .month: "1-12 or JAN-DEC"
        case .dayOfWeek: "0-7 or SUN-SAT, where 0 and 7 are Sunday"
        default: "\(values.lowerBound)-\(values.upperBound)"
        }
    }
}
