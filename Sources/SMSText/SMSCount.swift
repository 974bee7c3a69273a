import Foundation

/// What a text costs as a short message: its encoding, its units, and how they fall into segments.
///
/// The text is normalised to NFC first. An empty text counts as one empty segment; callers refuse it before.
public struct SMSCount: Hashable, Sendable {
    public let encoding: SMSEncoding
    /// Units of each segment, in order. A pair of units is never divided, so a segment may stay one short.
    public let unitsPerSegment: [Int]
    /// The characters that no cheaper encoding could write, once each, in the order in which they appear.
    public let forcedBy: [Character]

    public var segments: Int { unitsPerSegment.count }
    public var units: Int { unitsPerSegment.reduce(0, +) }

    /// Units that can still be added before another segment is needed.
    public var remainingUnits: Int {
        let capacity = segments == 1 ? encoding.singleCapacity : encoding.concatenatedCapacity
        return capacity - (unitsPerSegment.last ?? 0)
    }

    /// Which encodings may be chosen for a text.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// The default alphabet, else UCS-2.
        case standard
        /// The default alphabet, else a Turkish table, else UCS-2.
        case turkish
    }

    /// Counts a text in the cheapest encoding that the mode allows.
    ///
    /// - Parameter suffix: what the provider adds to the end of every message; it is counted.
    public init(_ text: String, mode: Mode = .standard, suffix: String = "") {
        let text = (text + suffix).precomposedStringWithCanonicalMapping
        if let plain = SMSCount(normalised: text, encoding: .gsm7) {
            self = plain
            return
        }
        if mode == .turkish, let turkish = SMSCount.turkish(normalised: text) {
            self = turkish
            return
        }
        self.init(normalisedUCS2: text, cheaper: mode == .turkish ? .gsm7TurkishSingle : .gsm7)
    }

    /// Counts a text as UCS-2, which can write every text.
    public init(ucs2 text: String, suffix: String = "") {
        self.init(normalisedUCS2: (text + suffix).precomposedStringWithCanonicalMapping, cheaper: .gsm7)
    }

    /// Counts a text in one given encoding; nil when that encoding cannot write it.
    public init?(_ text: String, encoding: SMSEncoding, suffix: String = "") {
        self.init(normalised: (text + suffix).precomposedStringWithCanonicalMapping, encoding: encoding)
    }

    /// The text as it is cut into segments; joined, they are the text in NFC. Nil when the encoding cannot write it.
    public static func parts(of text: String, encoding: SMSEncoding) -> [String]? {
        let text = text.precomposedStringWithCanonicalMapping
        guard let count = SMSCount(normalised: text, encoding: encoding) else { return nil }
        guard count.segments > 1 else { return [text] }
        var parts: [String] = []
        var part = String.UnicodeScalarView()
        var filled = 0
        for scalar in text.unicodeScalars {
            part.append(scalar)
            filled += encoding.cost(of: scalar) ?? 0
            if filled == count.unitsPerSegment[parts.count] {
                parts.append(String(part))
                part = String.UnicodeScalarView()
                filled = 0
            }
        }
        return parts
    }

    /// The Turkish table with fewer segments; single shift on a tie, because an old phone then shows the plain letter.
    static func turkish(normalised text: String) -> SMSCount? {
        guard let single = SMSCount(normalised: text, encoding: .gsm7TurkishSingle) else { return nil }
        guard let locking = SMSCount(normalised: text, encoding: .gsm7TurkishLocking) else { return single }
        return locking.segments < single.segments ? locking : single
    }

    private init?(normalised text: String, encoding: SMSEncoding) {
        var costs: [Int] = []
        costs.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let cost = encoding.cost(of: scalar) else { return nil }
            costs.append(cost)
        }
        self.init(
            encoding: encoding, costs: costs,
            forcedBy: encoding == .gsm7 ? [] : SMSCount.characters(of: text, notIn: .gsm7))
    }

    private init(normalisedUCS2 text: String, cheaper: SMSEncoding) {
        self.init(
            encoding: .ucs2, costs: text.unicodeScalars.map(UTF16.width),
            forcedBy: SMSCount.characters(of: text, notIn: cheaper))
    }

    private init(encoding: SMSEncoding, costs: [Int], forcedBy: [Character]) {
        self.encoding = encoding
        self.forcedBy = forcedBy
        let total = costs.reduce(0, +)
        guard total > encoding.singleCapacity else {
            unitsPerSegment = [total]
            return
        }
        var segments: [Int] = []
        var filled = 0
        for cost in costs {
            if filled + cost > encoding.concatenatedCapacity {
                segments.append(filled)
                filled = 0
            }
            filled += cost
        }
        unitsPerSegment = segments + [filled]
    }

    private static func characters(of text: String, notIn encoding: SMSEncoding) -> [Character] {
        var seen: Set<Character> = []
        var found: [Character] = []
        for character in text where character.unicodeScalars.contains(where: { encoding.cost(of: $0) == nil }) {
            if seen.insert(character).inserted { found.append(character) }
        }
        return found
    }
}
