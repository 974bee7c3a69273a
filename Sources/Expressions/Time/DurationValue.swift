/// A length of time, exact to the nanosecond, as long as its nanoseconds fit 64 bits: about 292 years either way.
public struct DurationValue: Hashable, Comparable, Sendable {
    public let seconds: Int64
    /// Has the sign of the whole: -999,999,999 to 999,999,999.
    public let nanoseconds: Int32

    public static let zero = DurationValue()

    private init() {
        seconds = 0
        nanoseconds = 0
    }

    /// Brings the two parts to one sign. Nil beyond 292 years.
    public init?(seconds: Int64, nanoseconds: Int64 = 0) {
        let (carried, overflow) = seconds.addingReportingOverflow(nanoseconds / 1_000_000_000)
        guard !overflow else { return nil }
        var whole = carried
        var rest = nanoseconds % 1_000_000_000
        if whole > 0, rest < 0 {
            whole -= 1
            rest += 1_000_000_000
        } else if whole < 0, rest > 0 {
            whole += 1
            rest -= 1_000_000_000
        }
        let (scaled, isTooLong) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        guard !isTooLong, !scaled.addingReportingOverflow(rest).overflow else { return nil }
        self.seconds = whole
        self.nanoseconds = Int32(rest)
    }

    public static func < (left: DurationValue, right: DurationValue) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    func adding(_ other: DurationValue) -> DurationValue? {
        DurationValue(seconds: seconds + other.seconds, nanoseconds: Int64(nanoseconds) + Int64(other.nanoseconds))
    }

    var negated: DurationValue {
        DurationValue(seconds: -seconds, nanoseconds: -Int64(nanoseconds)) ?? .zero
    }
}
