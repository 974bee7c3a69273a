import CivilDates
import Foundation

/// A time zone: a fixed offset, or an IANA zone whose offset depends on the time.
///
/// Foundation is used for the zone database only; the calendar arithmetic is in `CivilTime`.
struct ZoneOffsets: Sendable {
    private enum Rule: Sendable {
        case fixed(Int)
        case zone(TimeZone)
    }

    private let rule: Rule

    static let utc = ZoneOffsets(seconds: 0)

    private init(seconds: Int) {
        rule = .fixed(seconds)
    }

    /// `Europe/Istanbul`, `UTC`, `+03:00`, `-09:30` or `02:00`; nil for anything else.
    init?(_ name: String) {
        if name == "UTC" || name == "Z" {
            self = .utc
        } else if let seconds = Self.fixedOffset(name) {
            rule = .fixed(seconds)
        } else {
            // Foundation takes offsets such as GMT+3 too; only names of the zone database are meant.
            let isOffset = (name.hasPrefix("GMT") || name.hasPrefix("UTC")) && name.count > 3
            guard !isOffset || name == "GMT0", let zone = TimeZone(identifier: name) else { return nil }
            rule = .zone(zone)
        }
    }

    private static func fixedOffset(_ text: String) -> Int? {
        var reader = DigitReader(text)
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        guard let hours = reader.number(2), reader.take(":"), let minutes = reader.number(2), reader.isAtEnd, hours < 24,
            minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (isNegative ? -1 : 1)
    }

    /// Seconds to add to UTC at a point in time, given in seconds since 1970.
    func offset(at seconds: Int64) -> Int {
        switch rule {
        case .fixed(let offset): offset
        case .zone(let zone): zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
    }

    /// What a clock there shows.
    func civilTime(_ time: TimestampValue) -> CivilTime {
        CivilTime(seconds: time.seconds + Int64(offset(at: time.seconds)))
    }

    /// The point in time at which a clock there shows this: the earlier one where it does so twice; where it never does, because
    /// clocks went forward, what it would have been before that.
    func seconds(of time: CivilTime) -> Int64 {
        let local = time.seconds
        let before = Int64(offset(at: local - 86_400))
        let after = Int64(offset(at: local + 86_400))
        for offset in [before, after] where Int64(self.offset(at: local - offset)) == offset { return local - offset }
        return local - before
    }
}

extension ZoneOffsets {
    /// The zone of a name that an expression gives, or an error that says which names there are.
    static func named(_ name: String) throws(EvaluationError) -> ZoneOffsets {
        guard let zone = ZoneOffsets(name) else {
            throw EvaluationError(
                .invalidArgument, "this is no time zone; write a name such as `Europe/Istanbul`, or an offset such as `+03:00`")
        }
        return zone
    }
}
