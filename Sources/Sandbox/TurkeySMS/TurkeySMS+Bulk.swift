import Foundation
import Values

/// `/group/send` and `/group/sendMixed`.
extension TurkeySMSSimulator {
    mutating func sendGroup(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let sender = try sender(fields)
        let numbers = try recipients(fields)
        guard let text = fields["text"]?.stringValue, !text.isEmpty else { throw .textMissing }
        return try sendBulk(numbers.map { Parcel(number: $0, text: text) }, sender: sender, fields: fields, now: now)
    }

    mutating func sendMixed(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let sender = try sender(fields)
        let numbers = try recipients(fields)
        guard let texts = fields["text"]?.listValue else { throw .textMissing }
        guard texts.count == numbers.count else { throw .formatInvalid }
        var parcels: [Parcel] = []
        for (number, text) in zip(numbers, texts) {
            guard let text = text.stringValue, !text.isEmpty else { throw .textMissing }
            parcels.append(Parcel(number: number, text: text))
        }
        return try sendBulk(parcels, sender: sender, fields: fields, now: now)
    }

    private mutating func sendBulk(
        _ parcels: [Parcel], sender: String, fields: ValueObject, now: Date
    ) throws(TurkeySMSCode) -> ProviderAnswer {
        let language = try language(fields["sms_lang"])
        let dueAt = try schedule(fields, now: now)
        let receipt = try dispatch(
            parcels, Terms(isBulk: true, sender: sender, language: language, acceptedAt: now, dueAt: dueAt))
        let segments = (placesOfReport[receipt.id] ?? []).reduce(0) { $0 + deliveries[$1].segments }
        return answer(
            fields,
            [
                "sms_id": .int(Int64(receipt.id)),
                "rapor_id": .int(Int64(receipt.id)),
                "number_of_sms": .int(Int64(segments)),
                "total_recipients": .int(Int64(parcels.count)),
                "success_count": .int(Int64(parcels.count)),
            ])
    }

    private func recipients(_ fields: ValueObject) throws(TurkeySMSCode) -> [TurkeySMSNumber] {
        guard let list = (fields["sentto"] ?? fields["mobile"])?.listValue, !list.isEmpty else { throw .recipientInvalid }
        guard list.count <= account.maximumRecipients else { throw .formatInvalid }
        var seen: Set<TurkeySMSNumber> = []
        var numbers: [TurkeySMSNumber] = []
        for element in list {
            guard let number = TurkeySMSNumber(element.lenientText) else { throw .recipientInvalid }
            guard seen.insert(number).inserted else { throw .recipientTwice }
            numbers.append(number)
        }
        return numbers
    }
}
