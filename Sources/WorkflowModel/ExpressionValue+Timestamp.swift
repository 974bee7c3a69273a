import Expressions
import Values

extension ExpressionValue {
    /// A moment of a run as expressions see it.
    public init(_ time: Timestamp) {
        let seconds = time.microseconds >= 0 ? time.microseconds / 1_000_000 : (time.microseconds - 999_999) / 1_000_000
        let rest = time.microseconds - seconds * 1_000_000
        guard let value = TimestampValue(seconds: seconds, nanoseconds: Int32(rest * 1000)) else {
            preconditionFailure("a run happens between the years 1 and 9999")
        }
        self = .timestamp(value)
    }
}
