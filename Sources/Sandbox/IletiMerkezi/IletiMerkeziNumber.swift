/// Reads the ways in which iletiMerkezi takes a number: `905…`, `+905…`, `5…`, with spaces.
enum IletiMerkeziNumber {
    /// The second digit of real Turkish mobile prefixes, 50 to 56; `905999…` is refused.
    private static let secondDigits: Set<Character> = ["0", "1", "2", "3", "4", "5", "6"]

    /// Twelve digits, or nil when it is no Turkish mobile number.
    ///
    /// - Parameter takesForeign: in the abroad mode of an account a number of another country is taken too.
    static func digits(_ text: String?, takesForeign: Bool = false) -> String? {
        if takesForeign, let foreign = foreignDigits(text) { return foreign }
        guard var text = text?.filter({ $0 != " " }) else { return nil }
        if text.hasPrefix("+") { text.removeFirst() }
        if text.utf8.count == 10 { text = "90" + text }
        guard text.utf8.count == 12, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            text.hasPrefix("905"), secondDigits.contains(text[text.index(text.startIndex, offsetBy: 3)])
        else { return nil }
        return text
    }

    private static func foreignDigits(_ text: String?) -> String? {
        guard let text = text?.filter({ $0 != " " }) else { return nil }
        let prefix = text.hasPrefix("+") ? 1 : text.hasPrefix("00") ? 2 : 0
        let digits = String(text.dropFirst(prefix))
        // Ten digits without a prefix are a Turkish number without its country code.
        guard (prefix > 0 ? 8...15 : 11...15).contains(digits.utf8.count), !digits.hasPrefix("0"), !digits.hasPrefix("90"),
            digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        return digits
    }
}
