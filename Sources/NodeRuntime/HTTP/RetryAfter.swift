import Foundation
import WorkflowModel

/// The `Retry-After` header (RFC 9110, 10.2.3): whole seconds, or an HTTP date.
enum RetryAfter {
    /// Nobody is asked to stay away for longer than a year.
    private static let longest: Int64 = 31_536_000

    /// How long the other side asks to be left alone. Nil when it does not say, or says something else; a date in the past is zero.
    ///
    /// - Parameter now: what a date is compared with when the answer has no `Date` of its own.
    static func duration(in response: HTTPResponse, at now: Timestamp) -> Duration? {
        guard let text = response.header("retry-after")?.trimmingCharacters(in: .whitespaces) else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than a number has are still a whole number.
            return .seconds(min(Int64(text) ?? longest, longest))
        }
        let from = response.header("date").flatMap { HTTPDate.time($0, at: now) } ?? now
        guard let until = HTTPDate.time(text, at: from) else { return nil }
        return min(max(.zero, until - from), .seconds(longest))
    }
}

/// A date as HTTP writes it (RFC 9110, 5.6.7): IMF-fixdate, and the obsolete RFC 850 and asctime forms, which a reader must accept.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter now: decides the century of a year with two digits: one that seems more than 50 years ahead is in the past.
    static func time(_ text: String, at now: Timestamp) -> Timestamp? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," })
        switch words.count {
        case 6 where words[5] == "GMT": return time(day: words[1], month: words[2], year: words[3], clock: words[4])
        case 4 where words[3] == "GMT":
            let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[2].count == 2, let short = Int(parts[2]) else { return nil }
            let thisYear = Int(now.description.prefix(4)) ?? 2000
            var year = thisYear / 100 * 100 + short
            if year > thisYear + 50 { year -= 100 }
            return time(day: parts[0], month: parts[1], year: "\(year)"[...], clock: words[2])
        case 5: return time(day: words[2], month: words[1], year: words[4], clock: words[3])
        default: return nil
        }
    }

    private static func time(day: Substring, month: Substring, year: Substring, clock: Substring) -> Timestamp? {
        guard let month = months.firstIndex(where: { $0 == month }), (1...2).contains(day.count), clock.count == 8 else {
            return nil
        }
        func two(_ text: some StringProtocol) -> String { text.count == 1 ? "0\(text)" : "\(text)" }
        return Timestamp(text: "\(year)-\(two("\(month + 1)"))-\(two(day))T\(clock)Z")
    }
}
