import CivilDates
import Foundation
import Values

extension Delivery {
    /// Everything that the provider reports about this message, in the order in which it happens.
    func callbacks(timing: DeliveryTiming) -> [Callback] {
        guard cancelledAt == nil else { return [] }
        switch provider {
        case .turkeySMS: return turkeySMSCallbacks(timing: timing)
        case .iletiMerkezi: return iletiMerkeziCallbacks(timing: timing)
        }
    }

    private func moments(_ timing: DeliveryTiming) -> (sent: Date, final: Date) {
        (dueAt.addingTimeInterval(timing.sentAfter), dueAt.addingTimeInterval(timing.finalAfter))
    }

    // MARK: TurkeySMS

    /// `sms.sent`, then `sms.delivered` or `sms.failed`. No event exists for queued and expired.
    private func turkeySMSCallbacks(timing: DeliveryTiming) -> [Callback] {
        let (sent, final) = moments(timing)
        switch fate {
        case .refused: return [turkeySMSCallback("failed", at: dueAt)]
        case .stuck, .expires: return [turkeySMSCallback("sent", at: sent)]
        case .delivered: return [turkeySMSCallback("sent", at: sent), turkeySMSCallback("delivered", at: final)]
        case .failed: return [turkeySMSCallback("sent", at: sent), turkeySMSCallback("failed", at: final)]
        }
    }

    private func turkeySMSCallback(_ status: String, at moment: Date) -> Callback {
        var data: ValueObject = ["sms_id": .int(Int64(id)), "status": .string(status)]
        if isBulk {
            data["rapor_id"] = .int(Int64(orderID))
            data["mobile"] = .string(recipient)
        }
        return Callback(
            provider: .turkeySMS, messageID: String(id), recipient: recipient, event: "sms.\(status)", at: moment,
            body: TurkeySMSSimulator.callbackBody(event: "sms.\(status)", at: moment, data: data))
    }

    // MARK: iletiMerkezi

    /// `accepted` for every message, then `delivered` or `undelivered`.
    private func iletiMerkeziCallbacks(timing: DeliveryTiming) -> [Callback] {
        let accepted = iletiMerkeziCallback("accepted", at: dueAt)
        let final = moments(timing).final
        switch fate {
        case .refused: return [accepted, iletiMerkeziCallback("undelivered", at: dueAt)]
        case .stuck: return [accepted]
        case .delivered: return [accepted, iletiMerkeziCallback("delivered", at: final)]
        case .failed, .expires: return [accepted, iletiMerkeziCallback("undelivered", at: final)]
        }
    }

    private func iletiMerkeziCallback(_ status: String, at moment: Date) -> Callback {
        Callback(
            provider: .iletiMerkezi, messageID: String(id), recipient: recipient, event: status, at: moment,
            body: [
                "report": [
                    "id": .int(Int64(id)), "packet_id": .int(Int64(orderID)), "status": .string(status),
                    "to": .string("+" + recipient), "body": .string(text),
                ]
            ])
    }
}

extension TurkeySMSSimulator {
    static func callbackBody(event: String, at moment: Date, data: ValueObject) -> Value {
        [
            "event_type": .string(event), "timestamp": .string(CivilTime(utc: moment).rfc3339), "data": .object(data),
        ]
    }
}
