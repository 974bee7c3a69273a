import CivilDates
import Foundation
import Values

/// `/sms/status`, `/reports/basic` and `/reports/detailed`.
extension TurkeySMSSimulator {
    private static let rowsPerPage = 500

    func smsStatus(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        guard let id = fields["sms_id"]?.lenientInt, let place = placeOfMessage[id] else { throw .smsIDMissing }
        let delivery = deliveries[place]
        let state = delivery.state(at: now, timing: timing)
        let code = code(for: delivery, in: state)
        return ProviderAnswer(
            status: 200,
            body: [
                "status": "success",
                "result": true,
                "result_code": .string(code.wire),
                "result_message": .string(code.message),
                "sender_id": .string(delivery.sender),
                "sms_status": .string(sentence(for: delivery, in: state)),
                "sms_balance": .string("\(delivery.segments) SMS"),
                "state": .string(lifecycleName(of: state)),
            ])
    }

    func basicReport(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let (id, places) = try report(fields)
        let states = places.map { deliveries[$0].state(at: now, timing: timing) }
        let delivered = states.count { $0 == .delivered }
        let failed = states.count { $0 == .failed || $0 == .expired || $0 == .cancelled }
        return ProviderAnswer(
            status: 200,
            body: [
                "result": true,
                "rapor_id": .int(Int64(id)),
                "total_numbers": .int(Int64(places.count)),
                "success_count": .int(Int64(delivered)),
                "failed_count": .int(Int64(failed)),
                "pending_count": .int(Int64(places.count - delivered - failed)),
            ])
    }

    func detailedReport(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let (_, places) = try report(fields)
        let page = fields["page"].map { $0.lenientInt ?? 0 } ?? 1
        guard page >= 1 else { throw .formatInvalid }
        let pages = max(1, (places.count + TurkeySMSSimulator.rowsPerPage - 1) / TurkeySMSSimulator.rowsPerPage)
        // Divided, so that a page number near the largest integer cannot overflow.
        let rows =
            page > pages
            ? [] : places.dropFirst((page - 1) * TurkeySMSSimulator.rowsPerPage).prefix(TurkeySMSSimulator.rowsPerPage)
        let data = rows.map { place -> Value in
            let delivery = deliveries[place]
            return [
                "phone_number": .string(delivery.recipient),
                "sent_at": .string(CivilTime(istanbul: delivery.dueAt).dateAndTime),
                "sms_status": .string(sentence(for: delivery, in: delivery.state(at: now, timing: timing))),
            ]
        }
        return TurkeySMSCode.done.answer([
            "pagination": [
                "current_page": .int(Int64(page)), "total_pages": .int(Int64(pages)),
                "total_records": .int(Int64(places.count)),
            ],
            "data": .list(data),
        ])
    }

    /// The report that `raporid` names; `rapor_id` and `sms_id` are accepted for it.
    private func report(_ fields: ValueObject) throws(TurkeySMSCode) -> (id: Int, places: [Int]) {
        let field = fields["raporid"] ?? fields["rapor_id"] ?? fields["sms_id"]
        guard let id = field?.lenientInt, let places = placesOfReport[id] else { throw .smsIDMissing }
        return (id, places)
    }

    private func code(for delivery: Delivery, in state: SandboxMessage.State) -> TurkeySMSCode {
        switch state {
        case .failed, .expired, .cancelled: .notDelivered
        case .sent where delivery.fate == .stuck: .outOfCoverage
        case .scheduled, .queued, .sent, .delivered: .done
        }
    }

    /// The documented answer holds a sentence; only the one for `delivered` is known.
    private func sentence(for delivery: Delivery, in state: SandboxMessage.State) -> String {
        switch state {
        case .scheduled: "Message is scheduled"
        case .queued: "Message is queued"
        case .sent where delivery.fate == .stuck: "Number is out of coverage"
        case .sent: "Message was sent to the operator"
        case .delivered: "Number received the message"
        case .failed, .cancelled: "Number did not receive the message"
        case .expired: "Message validity period expired"
        }
    }

    private func lifecycleName(of state: SandboxMessage.State) -> String {
        switch state {
        case .scheduled, .queued: "queued"
        case .sent: "sent"
        case .delivered: "delivered"
        case .failed, .cancelled: "failed"
        case .expired: "expired"
        }
    }
}
