/// Reads the ways in which iletiMerkezi takes a number: `905…`, `+905…`, `5…`, with spaces.
enum IletiMerkeziNumber {
    /// The second digit of real Turkish mobile prefixes, 50 to 56; `905999…` is refused.
    private static let secondDigits: Set<Character> = ["0", "1", "2", "3", "4", "5", "6"]

    /// Twelve digits, or nil when it is no Turkish mobile number.
    static func digits(_ text: String?) -> String? {
        guard var text = text?.filter({ $0 != " " }) else { return nil }
        if text.hasPrefix("+") { text.removeFirst() }
        if text.utf8.count == 10 { text = "90" + text }
        guard text.utf8.count == 12, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            text.hasPrefix("905"), secondDigits.contains(text[text.index(text.startIndex, offsetBy: 3)])
        else { return nil }
        return text
    }
}
