import CivilDates
import Foundation
import SMSText
import Values

/// What all sending endpoints share: the sender, the language, the schedule, the price, the deliveries.
extension TurkeySMSSimulator {
    /// One recipient with its text.
    struct Parcel {
        let number: TurkeySMSNumber
        let text: String
    }

    /// Everything about a dispatch but its parcels.
    struct Terms {
        var kind: SandboxMessage.Kind = .sms
        var isBulk = false
        var sender: String
        var language: SegmentEstimate.TurkeySMSLanguage
        var acceptedAt: Date
        var dueAt: Date
    }

    /// What became of a dispatch.
    struct Receipt {
        let id: Int
        let segmentsOfFirst: Int
    }

    func sender(_ fields: ValueObject) throws(TurkeySMSCode) -> String {
        guard let title = fields["title"]?.stringValue, !title.isEmpty,
            title.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F })
        else { throw .senderInvalid }
        guard let sender = account.senders.first(where: { $0.title == title }) else { throw .senderUnknown }
        guard sender.isActive else { throw .senderNotActive }
        return title
    }

    /// `sms_lang` or `lang`: 0, 1 or 2, and 2 where it is absent.
    func language(_ field: Value?) throws(TurkeySMSCode) -> SegmentEstimate.TurkeySMSLanguage {
        guard let field, !field.isNull else { return .unicode }
        guard let number = field.lenientInt, let language = SegmentEstimate.TurkeySMSLanguage(rawValue: number) else {
            throw .formatInvalid
        }
        return language
    }

    /// The moment at which a message is due: now, or Turkish local time in the future with both parts present.
    func schedule(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> Date {
        guard let flag = fields["scheduled_sms"], flag.lenientInt != 0, !flag.isNull, flag != "" else { return now }
        guard flag.lenientInt == 1, let date = fields["scheduled_date"]?.stringValue,
            let time = fields["scheduled_time"]?.stringValue,
            let moment = CivilTime("\(date) \(time)", pattern: "yyyy-MM-dd HH:mm")?.istanbulMoment, moment > now
        else { throw .formatInvalid }
        return moment
    }

    /// Charges for the parcels and sends them; nothing happens when one of them cannot go.
    mutating func dispatch(_ parcels: [Parcel], _ terms: Terms) throws(TurkeySMSCode) -> Receipt {
        var counts: [SMSCount] = []
        var domestic = 0
        var abroad = 0
        for parcel in parcels {
            guard parcel.number.isTurkish || account.allowsInternational else { throw .internationalNotAllowed }
            let count = SegmentEstimate.turkeySMS(
                parcel.text, language: terms.language, suffix: account.operatorSuffix
            ).count
            guard count.segments <= account.maximumSegments else { throw .textMissing }
            counts.append(count)
            if parcel.number.isTurkish { domestic += count.segments } else { abroad += count.segments }
        }
        let price = Double(abroad) * account.internationalPricePerSegment
        guard domestic <= mainBalance, price <= internationalBalance else { throw .balanceInsufficient }
        mainBalance -= domestic
        internationalBalance -= price

        let id = nextMessageID
        for (parcel, count) in zip(parcels, counts) {
            placeOfMessage[nextMessageID] = deliveries.count
            placesOfReport[id, default: []].append(deliveries.count)
            deliveries.append(
                Delivery(
                    id: nextMessageID, provider: .turkeySMS, kind: terms.kind, sender: terms.sender,
                    recipient: parcel.number.digits, text: parcel.text, suffix: account.operatorSuffix, encoding: count.encoding,
                    segments: count.segments, orderID: id, isBulk: terms.isBulk, acceptedAt: terms.acceptedAt, dueAt: terms.dueAt,
                    fate: blacklist[parcel.number.digits] == nil ? MagicNumber.fate(of: parcel.number.digits) : .refused(.blocked)
                ))
            nextMessageID += 1
        }
        return Receipt(id: id, segmentsOfFirst: counts.first?.segments ?? 0)
    }

    /// The short answer that `report: 0` asks for, or the full one.
    func answer(_ fields: ValueObject, _ details: ValueObject) -> ProviderAnswer {
        guard fields["report"]?.lenientInt != 0 else {
            return ProviderAnswer(
                status: 200, body: ["result": true, "result_code": .string(TurkeySMSCode.dispatched.wire)])
        }
        return TurkeySMSCode.dispatched.answer(details)
    }
}
