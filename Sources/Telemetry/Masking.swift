import Values

/// Takes phone numbers and one-time codes out of what is written down. Pure: the same text always gives the same.
public struct Masking: Sendable {
    /// False: everything is written as it is, because the configuration says so.
    public var isOn: Bool

    public init(isOn: Bool = true) {
        self.isOn = isOn
    }

    public static let off = Masking(isOn: false)

    /// Members that hold a code, whatever it looks like.
    static let codeFields: Set<String> = [
        "code", "otp", "otp_code", "pin", "password", "verification_code", "sms_code", "onay_kodu", "kod", "sifre",
    ]
    /// Members that hold the text of a message, in which a code may stand.
    static let textFields: Set<String> = ["text", "message", "body", "sms_text", "mesaj"]

    /// Free text without phone numbers: of each, the country (`+90`) or nothing, stars, and the last two digits remain.
    ///
    /// A phone number is `+` and 8 to 15 digits (E.164), `00` and as many, or a Turkish mobile number in any of its spellings; spaces, dots,
    /// dashes and brackets may stand between the digits. Other rows of digits (ids, times, amounts) stay.
    public func mask(_ text: String) -> String {
        guard isOn, text.utf8.contains(where: Self.isDigit) else { return text }
        let scalars = Array(text.unicodeScalars)
        var out = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if let number = PhoneNumberScan(scalars, at: index) {
                out.append(contentsOf: number.masked.unicodeScalars)
                index = number.end
            } else {
                out.append(scalars[index])
                index += 1
            }
        }
        return String(out)
    }

    /// A value without phone numbers, and without codes in the members that hold them.
    public func mask(_ value: Value, member: String? = nil) -> Value {
        guard isOn else { return value }
        switch value {
        case .string(let text):
            guard let member else { return .string(mask(text)) }
            if Self.codeFields.contains(member), Self.isCode(text) { return .string("******") }
            return .string(Self.textFields.contains(member) ? maskCodes(mask(text)) : mask(text))
        case .int(let number):
            let text = String(number)
            if let member, Self.codeFields.contains(member), Self.isCode(text) { return "******" }
            let masked = mask(text)
            return masked == text ? value : .string(masked)
        case .list(let elements): return .list(elements.map { mask($0, member: member) })
        case .object(let members):
            return .object(ValueObject(members.map { ($0.key, mask($0.value, member: $0.key.lowercased())) }))
        case .null, .bool, .double: return value
        }
    }

    /// The text of a message without what looks like a one-time code: four to eight digits on their own.
    public func maskCodes(_ text: String) -> String {
        guard isOn else { return text }
        var out = ""
        var row = ""
        func flush() {
            out += (4...8).contains(row.count) ? String(repeating: "*", count: row.count) : row
            row = ""
        }
        for character in text {
            if character.isASCII, character.isNumber {
                row.append(character)
            } else {
                flush()
                out.append(character)
            }
        }
        flush()
        return out
    }

    private static func isCode(_ text: String) -> Bool {
        (3...10).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
