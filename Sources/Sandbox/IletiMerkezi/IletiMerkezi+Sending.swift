import CivilDates
import Foundation
import SMSText
import Values

/// `send-sms`.
extension IletiMerkeziSimulator {
    /// One text and the numbers that get it, each once.
    private struct Parcel {
        let text: String
        let recipients: [String]
        let estimate: SegmentEstimate
    }

    mutating func sendSMS(_ order: Value?, now: Date) throws(IletiMerkeziCode) -> ValueObject {
        guard let order, order.objectValue != nil else { throw .requestUnreadable }
        guard account.hasPapers else { throw .papersMissing }
        let sender = try sender(order)
        let consentList = try consentList(order, sender: sender)
        let dueAt = try dueMoment(order["sendDateTime"], now: now)
        let parcels = try parcels(order["message"], sender: sender)
        let fingerprint = fingerprint(of: parcels, sender: sender)
        guard recentOrders.answer(to: fingerprint, now: now) == nil else { throw .orderRepeated }
        let count = parcels.reduce(0) { $0 + $1.recipients.count }
        guard count <= account.maximumRecipients else { throw .orderTooLarge }
        let blocked = Set(blacklist.map(\.digits))
        guard parcels.contains(where: { $0.recipients.contains { !blocked.contains($0) } }) else { throw .recipientsInvalid }
        try checkRate(count, now: now)

        let isFree = sender == IletiMerkeziAccount.testSender && !account.chargesTestSender
        let id = nextOrderID
        var accepted: [Delivery] = []
        var charged: [Int: Int] = [:]
        for parcel in parcels {
            for recipient in parcel.recipients {
                let refusal: Delivery.Refusal? =
                    blocked.contains(recipient)
                    ? .blocked : (consentList.map { !hasConsent(recipient, list: $0) } ?? false) ? .withoutConsent : nil
                if refusal == nil, !isFree { charged[deliveries.count + accepted.count] = parcel.estimate.tableSegments }
                accepted.append(
                    Delivery(
                        id: nextMessageID + accepted.count, provider: .iletiMerkezi, kind: .sms, sender: sender,
                        recipient: recipient, text: parcel.estimate.text,
                        suffix: SegmentEstimate.iletiMerkeziSuffix, encoding: parcel.estimate.count.encoding,
                        segments: parcel.estimate.tableSegments,
                        orderID: id, isBulk: count > 1, acceptedAt: now, dueAt: dueAt,
                        fate: refusal.map { .refused($0) } ?? MagicNumber.fate(of: recipient)))
            }
        }
        let price = charged.values.reduce(0, +)
        guard price <= credits else { throw .balanceInsufficient }
        credits -= price
        nextOrderID += 1
        nextMessageID += accepted.count
        unsettledOrders.append(orders.count)
        orders.append(
            IletiMerkeziOrder(
                id: id, sender: sender, submittedAt: now, dueAt: dueAt,
                deliveries: deliveries.count..<deliveries.count + accepted.count, charged: charged))
        deliveries += accepted
        recipientsInSecond += count
        recentOrders.remember(fingerprint, answer: id, now: now)
        return ["order": ["id": .string(String(id))]]
    }

    private func sender(_ order: Value) throws(IletiMerkeziCode) -> String {
        guard let sender = order["sender"]?.stringValue, !sender.isEmpty else { throw .senderEmpty }
        guard sender.count <= 11, sender.unicodeScalars.allSatisfy(\.isASCII) else { throw .senderInvalid }
        guard sender == IletiMerkeziAccount.testSender || account.senders.contains(sender) else { throw .senderNotApproved }
        return sender
    }

    /// `BIREYSEL` or `TACIR` where consent has to be looked up, else nil.
    private func consentList(_ order: Value, sender: String) throws(IletiMerkeziCode) -> String? {
        guard let choice = order["iys"]?.lenientInt, choice == 0 || choice == 1 else {
            if order["iys"] == nil, !account.requiresConsentField { return nil }
            throw .consentChoiceMissing
        }
        guard choice == 1 else { return nil }
        // No page tells the code; the sender is not fit for commercial messages.
        guard sender != IletiMerkeziAccount.testSender else { throw .senderNotApproved }
        guard let list = order["iysList"]?.stringValue, list == "BIREYSEL" || list == "TACIR" else { throw .consentListMissing }
        guard account.brandCode != nil else { throw .brandCodeMissing }
        return account.checksConsent ? list : nil
    }

    /// Text, a list of one text, or nothing; `""` means now, as the vendor's libraries send it.
    private func dueMoment(_ field: Value?, now: Date) throws(IletiMerkeziCode) -> Date {
        var field = field
        if case .list(let elements)? = field {
            guard elements.count == 1 else { throw .scheduleInvalid }
            field = elements[0]
        }
        guard let field, !field.isNull, field != "" else { return now }
        guard let text = field.stringValue else { throw .scheduleInvalid }
        if let time = CivilTime(text, pattern: "dd/MM/yyyy HH:mm") { return max(time.istanbulMoment, now) }
        if account.badSchedule == .sentAtOnce, CivilTime(text, pattern: "dd/MM/yyyy HH:mm:ss") != nil { return now }
        throw .scheduleInvalid
    }

    /// One message or a list of them, in the order of the request.
    private func parcels(_ field: Value?, sender: String) throws(IletiMerkeziCode) -> [Parcel] {
        let messages = field?.listValue ?? field.map { [$0] } ?? []
        guard !messages.isEmpty else { throw .textEmpty }
        var seen: Set<String> = []
        var parcels: [Parcel] = []
        for message in messages {
            guard let text = message["text"]?.stringValue, !text.isEmpty else { throw .textEmpty }
            let estimate = SegmentEstimate.iletiMerkezi(
                sender == IletiMerkeziAccount.testSender ? IletiMerkeziAccount.testText : text,
                characterMode: account.characterMode)
            guard !estimate.text.isEmpty else { throw .textEmpty }
            guard estimate.tableSegments <= SegmentEstimate.iletiMerkeziMaximumSegments else { throw .orderTooLarge }
            guard let numbers = message["receipents"]?["number"]?.listValue, !numbers.isEmpty else { throw .recipientsInvalid }
            var recipients: [String] = []
            for number in numbers {
                guard
                    let digits = IletiMerkeziNumber.digits(number.lenientText, takesForeign: account.billing == .lira)
                else { throw .numberInvalid }
                // A personalised order may name a number in several messages; within one text it counts once.
                if seen.insert(digits + "\n" + text).inserted { recipients.append(digits) }
            }
            parcels.append(Parcel(text: text, recipients: recipients, estimate: estimate))
        }
        return parcels
    }

    private func fingerprint(of parcels: [Parcel], sender: String) -> OrderFingerprint {
        OrderFingerprint(
            sender: sender,
            parcels: Set(parcels.map { OrderFingerprint.Parcel(text: $0.text, recipients: $0.recipients.sorted()) }))
    }

    /// One request may be as large as it likes; several in the same second share the limit.
    private mutating func checkRate(_ count: Int, now: Date) throws(IletiMerkeziCode) {
        let present = Int(now.timeIntervalSince1970.rounded(.down))
        if present != second {
            second = present
            recipientsInSecond = 0
        }
        guard let limit = account.recipientsPerSecond else { return }
        guard recipientsInSecond == 0 || recipientsInSecond + count <= limit else { throw .unavailable }
    }
}
