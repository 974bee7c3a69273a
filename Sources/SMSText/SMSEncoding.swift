/// How the characters of a short message are put on the air, and so how many fit into one segment.
///
/// Sizes follow from 140 octets a segment less the user data header (3GPP TS 23.040): 6 octets for a part of a longer message
/// with an 8-bit reference, 3 more for a national language table.
public enum SMSEncoding: String, Hashable, Sendable, CaseIterable, Codable {
    /// The default 7-bit alphabet with its extension table (3GPP TS 23.038, 6.2.1).
    case gsm7
    /// 7-bit, with the Turkish letters in the extension table: two units each, nothing is lost.
    case gsm7TurkishSingle = "gsm7-tr-single"
    /// 7-bit, with the Turkish letters in the main table: one unit each, but `è ì Ø ø Æ æ ¡ ¿` cannot be written.
    case gsm7TurkishLocking = "gsm7-tr-locking"
    /// Sixteen bits a unit; characters above U+FFFF take two.
    case ucs2

    /// Units of a message that is sent in one segment.
    public var singleCapacity: Int {
        switch self {
        case .gsm7: 160
        case .gsm7TurkishSingle, .gsm7TurkishLocking: 155
        case .ucs2: 70
        }
    }

    /// Units of each segment of a longer message.
    public var concatenatedCapacity: Int {
        switch self {
        case .gsm7: 153
        case .gsm7TurkishSingle, .gsm7TurkishLocking: 149
        case .ucs2: 67
        }
    }

    /// What a person calls it.
    public var displayName: String {
        switch self {
        case .gsm7: "GSM-7"
        case .gsm7TurkishSingle: "GSM-7 Turkish, single shift"
        case .gsm7TurkishLocking: "GSM-7 Turkish, locking shift"
        case .ucs2: "UCS-2"
        }
    }

    /// Units that one character takes; nil when this encoding cannot write it.
    func cost(of scalar: Unicode.Scalar) -> Int? {
        switch self {
        case .gsm7: SMSAlphabet.defaultCost(of: scalar)
        case .gsm7TurkishSingle:
            SMSAlphabet.defaultCost(of: scalar) ?? (SMSAlphabet.turkishLetters.contains(scalar) ? 2 : nil)
        case .gsm7TurkishLocking:
            if SMSAlphabet.lockingLosses.contains(scalar) {
                nil
            } else {
                SMSAlphabet.lockingAdditions.contains(scalar) ? 1 : SMSAlphabet.defaultCost(of: scalar)
            }
        case .ucs2: UTF16.width(scalar)
        }
    }
}
