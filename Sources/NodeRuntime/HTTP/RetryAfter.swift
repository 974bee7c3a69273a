import Foundation

/// The `Retry-After` header (RFC 9110, 10.2.3): whole seconds, or an HTTP date.
enum RetryAfter {
    /// How long the other side asks to be left alone. Nil when it does not say, or says something else; a date in the past is zero.
    ///
    /// A date is compared with the answer's own `Date`; without one it cannot be used, since this code knows no clock.
    static func duration(in response: HTTPResponse) -> Duration? {
        guard let header = response.header("retry-after")?.trimmingCharacters(in: .whitespaces) else { return nil }
        if !header.isEmpty, header.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return Int64(header).map { .seconds(min($0, 31_536_000)) }
        }
        guard let until = date(header), let now = response.header("date").flatMap(date) else { return nil }
        return .seconds(max(0, Int64(until.timeIntervalSince(now))))
    }

    /// IMF-fixdate, and the obsolete RFC 850 and asctime forms, which a reader must accept (RFC 9110, 5.6.7).
    private static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        for format in ["EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM d HH:mm:ss yyyy"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}
