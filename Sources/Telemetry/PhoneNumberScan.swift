/// A phone number that begins at a place of a text.
struct PhoneNumberScan {
    /// Behind its last digit.
    let end: Int
    /// What is written in its place.
    let masked: String

    /// Nil when no phone number begins there.
    init?(_ text: [Unicode.Scalar], at start: Int) {
        // In the middle of a word, an id or a longer row of digits nothing begins.
        if start > 0, Self.isWord(text[start - 1]) { return nil }
        let hasPlus = text[start] == "+"
        guard hasPlus || Self.isDigit(text[start]) || text[start] == "(" else { return nil }
        var digits = ""
        var index = hasPlus ? start + 1 : start
        var end = index
        var separators = 0
        var best: (end: Int, masked: String)?
        while index < text.count, digits.utf8.count < 18 {
            let scalar = text[index]
            if Self.isDigit(scalar) {
                digits.unicodeScalars.append(scalar)
                separators = 0
                end = index + 1
            } else if Self.isSeparator(scalar), separators < 2 {
                separators += 1
            } else {
                break
            }
            index += 1
            // The longest reading that is a number; what follows a separator may be something else.
            if Self.isDigit(scalar), index < text.count, Self.isDigit(text[index]) { continue }
            if let masked = Self.masked(digits, hasPlus: hasPlus), Self.isEnd(text, end) {
                best = (end, masked)
            }
        }
        guard let best else { return nil }
        (self.end, self.masked) = best
    }

    private static func masked(_ digits: String, hasPlus: Bool) -> String? {
        let bytes = Array(digits.utf8)
        func stars(_ prefix: String, _ kept: Int) -> String {
            prefix + String(repeating: "*", count: bytes.count - kept - 2) + digits.suffix(2)
        }
        if hasPlus {
            guard (8...15).contains(bytes.count), bytes.first != UInt8(ascii: "0") else { return nil }
            return digits.hasPrefix("90") ? stars("+90", 2) : stars("+", 0)
        }
        switch bytes.count {
        case 10 where digits.hasPrefix("5"): return stars("", 0)
        case 11 where digits.hasPrefix("05"): return stars("", 0)
        case 12 where digits.hasPrefix("905"): return stars("90", 2)
        case 10...17 where digits.hasPrefix("00"): return stars("00", 2)
        default: return nil
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool { " -.()\u{A0}".unicodeScalars.contains(scalar) }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || isDigit(scalar) || scalar == "_"
    }

    private static func isEnd(_ text: [Unicode.Scalar], _ end: Int) -> Bool { end >= text.count || !isWord(text[end]) }
}
