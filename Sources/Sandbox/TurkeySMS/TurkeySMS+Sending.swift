import Foundation
import SMSText
import Values

/// `/sms/send`.
extension TurkeySMSSimulator {
    mutating func sendSMS(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let sender = try sender(fields)
        // The vendor's own libraries call it `mobile`.
        guard let number = TurkeySMSNumber((fields["sentto"] ?? fields["mobile"])?.lenientText) else {
            throw .recipientInvalid
        }
        guard let text = fields["text"]?.stringValue, !text.isEmpty else { throw .textMissing }
        let language = try language(fields["sms_lang"])
        let contentType = try contentTypeName(fields["content_type"])
        let dueAt = try schedule(fields, now: now)
        let receipt = try dispatch(
            [Parcel(number: number, text: text)],
            Terms(sender: sender, language: language, acceptedAt: now, dueAt: dueAt))
        return answer(
            fields,
            [
                "sms_id": .int(Int64(receipt.id)),
                "number_of_sms": .int(Int64(receipt.segmentsOfFirst)),
                "total_recipients": 1,
                "success_count": 1,
                "sms_lang": .string(language.wireName),
                "content_type": .string(contentType),
                "country": .string(number.isTurkish ? "Turkey-TR" : "International"),
            ])
    }

    func contentTypeName(_ field: Value?) throws(TurkeySMSCode) -> String {
        guard let field, !field.isNull else { return "Transactional" }
        switch field.lenientInt {
        case 0: return "Transactional"
        case 1: return "High Quality"
        case 2: return "Advertising"
        default: throw .formatInvalid
        }
    }
}

extension SegmentEstimate.TurkeySMSLanguage {
    fileprivate var wireName: String {
        switch self {
        case .english: "English"
        case .turkish: "Turkish"
        case .unicode: "Arabic"
        }
    }
}
