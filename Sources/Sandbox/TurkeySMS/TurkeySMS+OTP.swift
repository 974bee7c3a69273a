import Foundation
import SMSText
import Values

/// `/otp/send` and `/otp/detailed`. The code is made here and never leaves but in the message, unless the account says so.
extension TurkeySMSSimulator {
    /// The placeholder that the code takes the place of.
    static let codePlaceholder = "TS-CODE"
    /// The sender of the standard text, which the request does not name.
    static let standardSender = "TURKEYSMS"

    mutating func sendOTP(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let number = try recipient(fields)
        let language = try language(fields["lang"])
        let code = makeCode(digits: try digits(fields))
        return try sendCode(
            code, text: language.standardText(code: code), to: number, fields: fields,
            terms: Terms(kind: .otp, sender: TurkeySMSSimulator.standardSender, language: language, acceptedAt: now, dueAt: now))
    }

    mutating func sendDetailedOTP(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let sender = try sender(fields)
        let number = try recipient(fields)
        guard let text = fields["text"]?.stringValue, !text.isEmpty else { throw .textMissing }
        guard text.contains(TurkeySMSSimulator.codePlaceholder) else { throw .formatInvalid }
        let language = try language(fields["lang"])
        let code = makeCode(digits: try digits(fields))
        return try sendCode(
            code, text: text.replacingOccurrences(of: TurkeySMSSimulator.codePlaceholder, with: code), to: number,
            fields: fields, terms: Terms(kind: .otp, sender: sender, language: language, acceptedAt: now, dueAt: now))
    }

    private mutating func sendCode(
        _ code: String, text: String, to number: TurkeySMSNumber, fields: ValueObject, terms: Terms
    ) throws(TurkeySMSCode) -> ProviderAnswer {
        let receipt = try dispatch([Parcel(number: number, text: text)], terms)
        var details: ValueObject = [
            "sms_id": .int(Int64(receipt.id)), "number_of_sms": .int(Int64(receipt.segmentsOfFirst)),
        ]
        if account.otpCodeInResponse { details["otp_code"] = .string(code) }
        return answer(fields, details)
    }

    private func recipient(_ fields: ValueObject) throws(TurkeySMSCode) -> TurkeySMSNumber {
        guard let number = TurkeySMSNumber(fields["mobile"]?.lenientText) else { throw .recipientInvalid }
        return number
    }

    private func digits(_ fields: ValueObject) throws(TurkeySMSCode) -> Int {
        guard let field = fields["digits"], !field.isNull else { return account.defaultOTPDigits }
        guard let digits = field.lenientInt, (4...6).contains(digits) else { throw .formatInvalid }
        return digits
    }

    private mutating func makeCode(digits: Int) -> String {
        String((0..<digits).map { _ in Character(String(Int.random(in: 0...9, using: &generator))) })
    }
}

extension SegmentEstimate.TurkeySMSLanguage {
    fileprivate func standardText(code: String) -> String {
        switch self {
        case .english: "Your verification code: \(code)"
        case .turkish: "Doğrulama kodunuz: \(code)"
        case .unicode: "رمز التحقق: \(code)"
        }
    }
}
