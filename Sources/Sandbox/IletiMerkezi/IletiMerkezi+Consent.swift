import CivilDates
import Foundation
import Values

/// What a consent record is about: one address, one kind of recipient, one channel.
struct ConsentKey: Hashable, Sendable, Codable {
    let recipient: String
    let recipientType: String
    let type: String
}

/// The latest word of a recipient.
struct ConsentRecord: Sendable, Equatable, Codable {
    let isGiven: Bool
    let source: String
    let at: Date
}

/// `consent/create` and `consent/show`.
extension IletiMerkeziSimulator {
    private static let sources: Set<String> = [
        "HS_FIZIKSEL_ORTAM", "HS_ISLAK_IMZA", "HS_WEB", "HS_CAGRI_MERKEZI", "HS_SOSYAL_MEDYA", "HS_EPOSTA", "HS_MESAJ",
        "HS_MOBIL", "HS_EORTAM", "HS_ETKINLIK", "HS_2015", "HS_ATM", "HS_KARAR",
    ]
    private static let firstDay = CivilTime("2015-05-01 00:00:00", pattern: "yyyy-MM-dd HH:mm:ss")
    private static let maximumBatch = 5000
    private static let maximumBusinessDays = 3

    func hasConsent(_ digits: String, list: String) -> Bool {
        consents[ConsentKey(recipient: "+" + digits, recipientType: list, type: "MESAJ")]?.isGiven ?? false
    }

    /// Stores the whole batch, or nothing when one record is not acceptable.
    mutating func createConsent(_ field: Value?, now: Date) throws(IletiMerkeziCode) -> ValueObject {
        guard account.hasConsentSubscription else { throw .subscriptionMissing }
        guard let brand = account.brandCode, field?["brandCode"]?.lenientInt == brand,
            let list = field?["list"]?.listValue, (1...IletiMerkeziSimulator.maximumBatch).contains(list.count)
        else { throw .valuesInvalid }
        var stored = consents
        for entry in list {
            let key = try key(of: entry)
            stored[key] = try record(of: entry, key: key, before: stored[key], now: now)
        }
        consents = stored
        return [:]
    }

    func showConsent(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        guard account.hasConsentSubscription else { throw .subscriptionMissing }
        guard let field, let brand = field["brandCode"]?.lenientInt else { throw .valuesInvalid }
        let key = try key(of: field)
        guard brand == account.brandCode, let record = consents[key] else {
            guard account.answersEmptyConsentList else { throw .valuesInvalid }
            return ["consent": []]
        }
        return [
            "consent": [
                "brandCode": .int(Int64(brand)),
                "recipient": .string(key.recipient),
                "recipientType": .string(key.recipientType),
                "type": .string(key.type),
                "status": .string(record.isGiven ? "ONAY" : "RET"),
                "source": .string(record.source),
                "consentDate": .string(CivilTime(istanbul: record.at).dateAndTime),
            ]
        ]
    }

    private func key(of entry: Value) throws(IletiMerkeziCode) -> ConsentKey {
        guard let recipient = entry["recipient"]?.lenientText,
            let recipientType = entry["recipientType"]?.stringValue, ["BIREYSEL", "TACIR"].contains(recipientType),
            let type = entry["type"]?.stringValue, ["MESAJ", "EPOSTA", "ARAMA"].contains(type)
        else { throw .valuesInvalid }
        if type == "EPOSTA" {
            guard recipient.split(separator: "@", omittingEmptySubsequences: false).map(\.isEmpty) == [false, false] else {
                throw .valuesInvalid
            }
            return ConsentKey(recipient: recipient.lowercased(), recipientType: recipientType, type: type)
        }
        guard let digits = IletiMerkeziNumber.digits(recipient) else { throw .valuesInvalid }
        return ConsentKey(recipient: "+" + digits, recipientType: recipientType, type: type)
    }

    /// The registry's own checks.
    private func record(
        of entry: Value, key: ConsentKey, before: ConsentRecord?, now: Date
    ) throws(IletiMerkeziCode) -> ConsentRecord {
        guard let status = entry["status"]?.stringValue, status == "ONAY" || status == "RET" else { throw .valuesInvalid }
        let isGiven = status == "ONAY"
        let isOptional = key.recipientType == "TACIR"
        let source = entry["source"]?.stringValue
        guard source.map(IletiMerkeziSimulator.sources.contains) ?? isOptional else { throw .valuesInvalid }
        let at: Date
        if let text = entry["consentDate"]?.stringValue {
            guard let time = CivilTime(text, pattern: "yyyy-MM-dd HH:mm:ss") else { throw .valuesInvalid }
            try check(time, isOldStock: source == "HS_2015", now: now)
            at = time.istanbulMoment
        } else {
            guard isOptional else { throw .valuesInvalid }
            at = now
        }
        if let before {
            guard before.isGiven != isGiven, at > before.at else { throw .valuesInvalid }
        } else {
            guard isGiven else { throw .valuesInvalid }
        }
        return ConsentRecord(isGiven: isGiven, source: source ?? "", at: at)
    }

    /// Not in the future, not before the law, three business days old at most; `HS_2015` stands for one moment only.
    private func check(_ time: CivilTime, isOldStock: Bool, now: Date) throws(IletiMerkeziCode) {
        guard time.istanbulMoment <= now else { throw .valuesInvalid }
        if isOldStock {
            guard time == IletiMerkeziSimulator.firstDay else { throw .valuesInvalid }
            return
        }
        let today = CivilTime(istanbul: now).dayNumber
        guard today - time.dayNumber <= 7 else { throw .valuesInvalid }
        let businessDays = (time.dayNumber..<max(today, time.dayNumber)).count { !CivilTime.isWeekend(dayNumber: $0 + 1) }
        guard businessDays <= IletiMerkeziSimulator.maximumBusinessDays else { throw .valuesInvalid }
    }
}
