extension PatternParser {
    /// `[a-z]`, `[^\d_]`, `[[:alpha:]]`
    mutating func bracketSet() throws(RegularExpressionError) -> ScalarSet {
        let start = position
        position += 1
        let isNegated = take("^")
        var set = ScalarSet()
        var isFirst = true
        while true {
            guard let scalar = peek else { throw RegularExpressionError("this `[` has no `]`", at: start) }
            if scalar == "]", !isFirst {
                position += 1
                break
            }
            if scalar == "-", !isFirst, peek(1) != "]", peek(1) != nil {
                throw RegularExpressionError("a `-` inside `[...]` stands first, last or between two characters", at: position)
            }
            isFirst = false
            if let named = try posixSet() {
                set.formUnion(named)
            } else if let escaped = try classEscape() {
                set.formUnion(escaped)
            } else {
                set.insert(try range())
            }
        }
        set.isNegated = isNegated
        return finished(set)
    }

    private mutating func range() throws(RegularExpressionError) -> ClosedRange<UInt32> {
        let start = position
        let low = try member()
        guard peek == "-", let after = peek(1), after != "]" else { return low.value...low.value }
        position += 1
        let high = try member()
        guard low <= high else {
            throw RegularExpressionError("the range `\(low)-\(high)` ends before it starts", at: start)
        }
        return low.value...high.value
    }

    private mutating func member() throws(RegularExpressionError) -> Unicode.Scalar {
        guard let scalar = peek else { throw RegularExpressionError("the pattern ends inside `[...]`", at: position) }
        if scalar == "\\" { return try scalarEscape() }
        position += 1
        return scalar
    }

    private static let posixSets: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A], "ascii": [0...0x7F],
        "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1F, 0x7F...0x7F], "digit": [0x30...0x39], "graph": [0x21...0x7E],
        "lower": [0x61...0x7A], "print": [0x20...0x7E], "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "space": [0x09...0x0D, 0x20...0x20], "upper": [0x41...0x5A],
        "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    /// `[:alpha:]`; nil, without moving, when no such name follows.
    private mutating func posixSet() throws(RegularExpressionError) -> ScalarSet? {
        guard peek == "[", peek(1) == ":" else { return nil }
        let start = position
        var index = position + 2
        let isNegated = index < scalars.count && scalars[index] == "^"
        if isNegated { index += 1 }
        var name = ""
        while index < scalars.count, scalars[index].isASCII, scalars[index].properties.isAlphabetic {
            name.unicodeScalars.append(scalars[index])
            index += 1
        }
        guard index + 1 < scalars.count, scalars[index] == ":", scalars[index + 1] == "]" else { return nil }
        guard let ranges = Self.posixSets[name] else {
            throw RegularExpressionError("`[:\(name):]` is no class of characters", at: start)
        }
        position = index + 2
        return ScalarSet(isNegated ? ScalarSet.complement(ScalarSet.merged(ranges)) : ranges)
    }
}
