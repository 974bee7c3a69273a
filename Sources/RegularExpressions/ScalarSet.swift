/// A set of Unicode scalars: ranges and properties, possibly turned around.
struct ScalarSet: Equatable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>] = []
    private(set) var properties: [Property] = []
    var isNegated = false
    /// Whether letters match in either case.
    var ignoresCase = false
    /// The answers for ASCII, worked out beforehand.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    /// Members by a rule, or all that do not follow it.
    struct Property: Equatable, Sendable {
        let rule: UnicodeRule
        let isNegated: Bool
    }

    static func == (left: ScalarSet, right: ScalarSet) -> Bool {
        left.ranges == right.ranges && left.properties == right.properties && left.isNegated == right.isNegated
            && left.ignoresCase == right.ignoresCase
    }

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = ranges
    }

    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

    mutating func insert(_ rule: UnicodeRule, isNegated: Bool) {
        properties.append(Property(rule: rule, isNegated: isNegated))
    }

    mutating func formUnion(_ other: ScalarSet) {
        if other.isNegated {
            ranges += Self.complement(Self.merged(other.ranges))
        } else {
            ranges += other.ranges
            properties += other.properties
        }
    }

    /// Brings the ranges in order and works out the answers for ASCII. To be called once the set is complete.
    func prepared() -> ScalarSet {
        var set = self
        if ignoresCase {
            for range in ranges where range.count <= 300 {
                for value in range {
                    guard let scalar = Unicode.Scalar(value) else { continue }
                    for variant in CaseFolding.variants(of: scalar) { set.ranges.append(variant.value...variant.value) }
                }
            }
        }
        set.ranges = Self.merged(set.ranges)
        for value in 0..<UInt32(128) {
            guard set.containsASCII(value) != set.isNegated else { continue }
            if value < 64 { set.ascii.low |= 1 << UInt64(value) } else { set.ascii.high |= 1 << UInt64(value - 64) }
        }
        return set
    }

    @inline(__always)
    func contains(_ value: UInt32) -> Bool {
        if value < 64 { return ascii.low >> UInt64(value) & 1 == 1 }
        if value < 128 { return ascii.high >> UInt64(value - 64) & 1 == 1 }
        guard let scalar = Unicode.Scalar(value) else { return false }
        return search(scalar)
    }

    /// Like `search`, before negation: the only letters beyond ASCII that fold to an ASCII letter are the long s and the Kelvin sign.
    private func containsASCII(_ value: UInt32) -> Bool {
        func has(_ value: UInt32) -> Bool { Unicode.Scalar(value).map(hasMember) ?? false }
        if has(value) { return true }
        guard ignoresCase, (0x41...0x5A).contains(value & ~0x20) else { return false }
        if has(value ^ 0x20) { return true }
        switch value | 0x20 {
        case 0x6B: return has(0x212A)
        case 0x73: return has(0x17F)
        default: return false
        }
    }

    private func search(_ scalar: Unicode.Scalar) -> Bool {
        if hasMember(scalar) { return !isNegated }
        if ignoresCase {
            for variant in CaseFolding.variants(of: scalar) where hasMember(variant) { return !isNegated }
        }
        return isNegated
    }

    private func hasMember(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].contains(scalar.value) { return true }
        return properties.contains { $0.rule.contains(scalar) != $0.isNegated }
    }

    static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound &+ 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }
}

/// Letters that are the same but for their case.
enum CaseFolding {
    /// The other forms of a scalar that are one scalar each.
    static func variants(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.isASCII, !scalar.properties.isAlphabetic { return [] }
        var result: [Unicode.Scalar] = []
        func add(_ mapping: String) {
            let scalars = mapping.unicodeScalars
            guard scalars.count == 1, let variant = scalars.first, variant != scalar, !result.contains(variant) else { return }
            result.append(variant)
        }
        add(scalar.properties.lowercaseMapping)
        add(scalar.properties.uppercaseMapping)
        for variant in result {
            add(variant.properties.lowercaseMapping)
            add(variant.properties.uppercaseMapping)
        }
        return result
    }
}
