import Foundation

/// A zone's clock as the search sees it: its offset at an instant and the instants at which the offset changes.
struct ClockChanges {
    let zone: TimeZone

    /// The instant `at` is the first that has the offset `after`. Everything in seconds.
    struct Change: Equatable {
        let at: Int
        let offsetBefore: Int
        let offsetAfter: Int

        /// What the wall clock would have shown without the change, and what it shows.
        var wallBefore: Int { at + offsetBefore }
        var wallAfter: Int { at + offsetAfter }

        /// How far the clock goes forward; negative where it goes back.
        var size: Int { offsetAfter - offsetBefore }
    }

    /// How far from UTC any zone can be, and so how far two offsets of a zone can differ.
    static let longestOffset = 26 * 3_600

    /// No zone of the tz database, from 1850 to the end of its rules, changes its clock twice within six days.
    private static let stride = 2 * 86_400

    func offset(at instant: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    }

    /// The change that happens at exactly this instant.
    func change(at instant: Int) -> Change? {
        let before = offset(at: instant - 1)
        let after = offset(at: instant)
        return before == after ? nil : Change(at: instant, offsetBefore: before, offsetAfter: after)
    }

    /// The first change later than one instant and not later than another. Takes time in proportion to their distance.
    func first(after start: Int, through end: Int) -> Change? {
        var low = start
        let offsetBefore = offset(at: low)
        while low < end {
            let high = min(low + Self.stride, end)
            if offset(at: high) != offsetBefore {
                return bisect(from: low, to: high, offsetBefore: offsetBefore)
            }
            low = high
        }
        return nil
    }

    private func bisect(from start: Int, to end: Int, offsetBefore: Int) -> Change {
        var low = start
        var high = end
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(at: middle) == offsetBefore { low = middle } else { high = middle }
        }
        return Change(at: high, offsetBefore: offsetBefore, offsetAfter: offset(at: high))
    }

    /// The change back that makes the wall clock show, at this instant, what it showed before.
    func repetition(at instant: Int) -> Change? {
        let wall = instant + offset(at: instant)
        var start = instant - Self.longestOffset
        while let change = first(after: start, through: instant) {
            if change.wallBefore > wall { return change }
            start = change.at
        }
        return nil
    }

    /// The change back after which the wall clock will show again what it shows at this instant.
    func coming(repetitionOf instant: Int) -> Change? {
        let wall = instant + offset(at: instant)
        var start = instant
        while let change = first(after: start, through: instant + Self.longestOffset) {
            if change.wallAfter <= wall { return change }
            start = change.at
        }
        return nil
    }
}
