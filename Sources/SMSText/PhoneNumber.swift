/// Turns the ways in which people write a phone number into the digits that both providers take: `905XXXXXXXXX`.
public enum PhoneNumber {
    /// Which numbers are acceptable.
    public enum Reach: Hashable, Sendable {
        /// Mobile numbers of Turkey.
        case turkishMobile
        /// Those, and numbers abroad that are written with `+` or `00`.
        case international
    }

    /// The number as digits with the country code, without `+`.
    ///
    /// Spaces, dashes, dots, slashes, brackets and invisible direction marks are left out. `5…`, `05…`, `905…`, `+905…`, `00905…`
    /// and `+90 (0) 5…` are the same number. Landlines are refused: they take no messages.
    public static func normalize(_ text: String, reach: Reach = .turkishMobile) throws(PhoneNumberError) -> String {
        let (digits, hasPlus) = try digits(of: text)
        guard !digits.isEmpty else { throw .empty }
        var number = digits
        var isAbroadPrefixed = hasPlus
        if !hasPlus, number.hasPrefix("00") {
            number.removeFirst(2)
            isAbroadPrefixed = true
        }
        if isAbroadPrefixed, !number.hasPrefix("90") {
            guard reach == .international else { throw .abroad(number: text) }
            guard !number.hasPrefix("0"), (8...15).contains(number.count) else {
                throw .wrongLength(number: text, digits: number.count, expected: "8 to 15 digits with the country code")
            }
            return number
        }
        return "90" + (try subscriber(of: number, written: text, hasCountryCode: isAbroadPrefixed))
    }

    /// The ten digits behind the country code.
    private static func subscriber(
        of digits: String, written text: String, hasCountryCode: Bool
    ) throws(PhoneNumberError) -> String {
        var number = digits
        if hasCountryCode || (number.hasPrefix("90") && number.count >= 12) {
            number.removeFirst(2)
        }
        if number.hasPrefix("0") { number.removeFirst() }
        guard number.count == 10 else {
            throw .wrongLength(
                number: text, digits: digits.count, expected: "10 digits from the 5 on, such as `0555 000 00 01`")
        }
        guard number.hasPrefix("5") else { throw .notMobile(number: text) }
        return number
    }

    private static func digits(of text: String) throws(PhoneNumberError) -> (digits: String, hasPlus: Bool) {
        var digits = ""
        var hasPlus = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            case " ", "\t", "\n", "\r", "-", ".", "/", "(", ")", "\u{A0}", "\u{2009}", "\u{202F}", "\u{2010}"..."\u{2015}",
                "\u{200B}"..."\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
                continue
            default: throw .unexpectedCharacter(number: text, character: Character(scalar))
            }
        }
        return (digits, hasPlus)
    }
}
