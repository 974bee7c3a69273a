/// Why a text is not a phone number that a message can be sent to.
public enum PhoneNumberError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case unexpectedCharacter(number: String, character: Character)
    case wrongLength(number: String, digits: Int, expected: String)
    /// A Turkish number that does not begin with 5.
    case notMobile(number: String)
    /// A number of another country where only Turkish ones are allowed.
    case abroad(number: String)

    public var description: String {
        switch self {
        case .empty: "the phone number is empty, expected a number such as `905550000001`"
        case .unexpectedCharacter(let number, let character):
            "phone number `\(number)` contains `\(character)`, expected digits with spaces, dashes or brackets between them"
        case .wrongLength(let number, let digits, let expected):
            "phone number `\(number)` has \(digits) digit\(digits == 1 ? "" : "s"), expected \(expected)"
        case .notMobile(let number):
            "phone number `\(number)` is not a mobile number, expected one that begins with 5 after the country code 90"
        case .abroad(let number):
            "phone number `\(number)` is of another country, expected a Turkish mobile number such as `905550000001`"
        }
    }
}
