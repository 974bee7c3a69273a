extension PatternParser {
    /// What a backslash starts, outside of square brackets.
    mutating func escape() throws(RegularExpressionError) -> PatternNode {
        let start = position
        if let set = try classEscape() { return .set(finished(set)) }
        if let kind = peek(1) {
            let assertion: PatternNode.Assertion? =
                switch kind {
                case "A": .textStart
                case "z": .textEnd
                case "b": .wordBoundary
                case "B": .notWordBoundary
                default: nil
                }
            if let assertion {
                position += 2
                return .assertion(assertion)
            }
            if kind >= "1", kind <= "9", !(peek(2).map(isOctal) ?? false && kind <= "7") {
                throw RegularExpressionError("references back to a group (`\\\(kind)`) are not supported", at: start)
            }
        }
        return literal(try scalarEscape())
    }

    func finished(_ set: ScalarSet) -> ScalarSet {
        var set = set
        set.ignoresCase = flags.ignoresCase
        return set.prepared()
    }

    private func isOctal(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "7" }

    /// `\d`, `\pL`, `\p{Greek}` and the like; nil, without moving, for other escapes.
    mutating func classEscape() throws(RegularExpressionError) -> ScalarSet? {
        guard peek == "\\", let kind = peek(1) else { return nil }
        switch kind {
        case "d", "D", "s", "S", "w", "W":
            position += 2
            return Self.perlSet(kind)
        case "p", "P": return try unicodeSet(isNegated: kind == "P")
        default: return nil
        }
    }

    private static func perlSet(_ kind: Unicode.Scalar) -> ScalarSet {
        var set: ScalarSet
        switch kind {
        case "d", "D": set = ScalarSet([0x30...0x39])
        case "s", "S": set = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
        default: set = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
        }
        if kind.properties.isUppercase { set = ScalarSet(ScalarSet.complement(set.ranges)) }
        return set
    }

    private mutating func unicodeSet(isNegated: Bool) throws(RegularExpressionError) -> ScalarSet {
        let start = position
        position += 2
        var name = ""
        var negated = isNegated
        if take("{") {
            if take("^") { negated.toggle() }
            while let scalar = peek, scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard take("}") else { throw RegularExpressionError("the `{` of this class has no `}`", at: start) }
        } else if let scalar = peek {
            name = String(scalar)
            position += 1
        }
        guard let rule = UnicodeRule(name: name) else {
            throw RegularExpressionError(
                "`\(name)` is no class of characters; there are categories such as L, Lu, Nd, P and scripts such as Latin, Greek",
                at: start)
        }
        var set = ScalarSet()
        set.insert(rule, isNegated: negated)
        return set
    }

    /// An escape that stands for one character, in and out of square brackets.
    mutating func scalarEscape() throws(RegularExpressionError) -> Unicode.Scalar {
        let start = position
        guard let kind = peek(1) else { throw RegularExpressionError("the pattern ends with a single backslash", at: start) }
        position += 2
        switch kind {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "t": return "\t"
        case "n": return "\n"
        case "r": return "\r"
        case "v": return "\u{0B}"
        case "x": return try hexadecimalEscape(start)
        case "0"..."7":
            var value = kind.value - 48
            var count = 1
            while count < 3, let scalar = peek, scalar >= "0", scalar <= "7" {
                value = value * 8 + (scalar.value - 48)
                position += 1
                count += 1
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw RegularExpressionError("this escape names no character", at: start)
            }
            return scalar
        default:
            guard kind.isASCII, !kind.properties.isAlphabetic, kind.properties.numericType == nil else {
                throw RegularExpressionError("`\\\(kind)` is not an escape sequence", at: start)
            }
            return kind
        }
    }

    private mutating func hexadecimalEscape(_ start: Int) throws(RegularExpressionError) -> Unicode.Scalar {
        var digits = ""
        if take("{") {
            while let scalar = peek, scalar != "}" {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            guard take("}") else { throw RegularExpressionError("the `{` of this escape has no `}`", at: start) }
        } else {
            while digits.utf8.count < 2, let scalar = peek {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            guard digits.utf8.count == 2 else { throw RegularExpressionError("`\\x` needs two hexadecimal digits", at: start) }
        }
        guard digits.utf8.count <= 8, digits.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit),
            let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
        else { throw RegularExpressionError("this escape names no character", at: start) }
        return scalar
    }
}
