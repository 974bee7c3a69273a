/// The character tables of 3GPP TS 23.038: the default alphabet, its extension, and the Turkish changes to both.
enum SMSAlphabet {
    /// Section 6.2.1, without the escape code; one unit each.
    static let basic: Set<Unicode.Scalar> = scalars(
        "@£$¥èéùìòÇ\nØø\rÅå\u{0394}_\u{03A6}\u{0393}\u{039B}\u{03A9}\u{03A0}\u{03A8}\u{03A3}\u{0398}\u{039E}ÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    )
    /// Section 6.2.1.1; an escape and a code, two units each.
    static let extended: Set<Unicode.Scalar> = scalars("\u{0C}^{}\\[~]|€")
    /// The letters that the default alphabet lacks. Ö Ü Ç ö ü are in it.
    static let turkishLetters: Set<Unicode.Scalar> = scalars("çğışĞİŞ")
    /// What the Turkish locking table writes with one unit (annex A.3.1), beyond what it shares with the default alphabet.
    static let lockingAdditions: Set<Unicode.Scalar> = turkishLetters.union(scalars("€"))
    /// What had to make room for the additions.
    static let lockingLosses: Set<Unicode.Scalar> = scalars("èìØøÆæ¡¿")

    /// Units in the default alphabet with its extension; nil when it is in neither.
    static func defaultCost(of scalar: Unicode.Scalar) -> Int? {
        if scalar.value < 256 {
            let cost = latinCosts[Int(scalar.value)]
            return cost == 0 ? nil : cost
        }
        return slowDefaultCost(of: scalar)
    }

    /// The costs of the first 256 characters, 0 where there is none: nearly every text consists of them.
    private static let latinCosts: [Int] = (0..<256).map { slowDefaultCost(of: Unicode.Scalar(UInt8($0))) ?? 0 }

    private static func slowDefaultCost(of scalar: Unicode.Scalar) -> Int? {
        if basic.contains(scalar) { return 1 }
        return extended.contains(scalar) ? 2 : nil
    }

    private static func scalars(_ text: String) -> Set<Unicode.Scalar> {
        Set(text.unicodeScalars)
    }
}
