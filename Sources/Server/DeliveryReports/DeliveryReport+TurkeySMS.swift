import Values
import WorkflowModel

extension DeliveryReport {
    /// TurkeySMS: `event_type`, `timestamp` and `data.sms_id`, `data.status` (provider page, section 9).
    ///
    /// `otp.verified` and `key.test` have fields that the vendor does not show; what is there is taken.
    init(turkeySMS body: Value) throws(DeliveryReportError) {
        guard case .object(let members) = body else {
            throw DeliveryReportError("the report is \(body.kindName), expected a map")
        }
        guard let event = members["event_type"]?.stringValue else { throw DeliveryReportError("`event_type` is missing") }
        guard let time = members["timestamp"]?.stringValue.flatMap({ Timestamp(text: $0) }) else {
            throw DeliveryReportError("`timestamp` is no time in RFC 3339")
        }
        let data = members["data"] ?? .null
        let status: Status =
            switch event {
            case "sms.sent": .sent
            case "sms.delivered": .delivered
            // The lifecycle has `expired`, for which there is no event of its own.
            case "sms.failed": data["status"] == "expired" ? .expired : .failed
            case "otp.verified": .verified
            case "key.test": .test
            default: .unknown
            }
        let id = data["sms_id"]?.identifier ?? data["id"]?.identifier
        guard let id = id ?? (status == .test ? "" : nil) else { throw DeliveryReportError("`data.sms_id` is missing") }
        // Bulk sends have one report per number; their reports name the order apart from the message.
        let order = data["rapor_id"]?.identifier ?? id
        let recipient = data["mobile"]?.identifier ?? data["to"]?.identifier
        self.init(
            provider: .turkeysms, messageID: order, reportID: id, to: recipient.map { $0.filter(\.isNumber) }, status: status,
            at: time,
            reason: status == .failed || status == .expired ? data["reason"]?.stringValue ?? data["error"]?.stringValue : nil,
            raw: members)
    }
}

/// Whether a TurkeySMS report may be believed.
struct TurkeySMSSignature: Sendable {
    static let header = "x-turkeysms-signature"
    static let timestampHeader = "x-turkeysms-timestamp"

    var algorithm: HMACSignature.Algorithm
    var tolerance: Duration

    /// The signature covers the raw body only; it is bare or has the algorithm in front (provider page, section 9).
    func verify(
        headers: (String) -> String?, body: [UInt8], keys: [Secret], now: Timestamp
    ) throws(AuthFailure) {
        try HMACSignature(header: Self.header, algorithm: algorithm).verify(headers: headers, body: body, keys: keys, now: now)
    }

    /// Throws when the report was made too long ago. The time in the body is signed; that of the header, whose form the vendor does not
    /// state, counts where it can be read.
    func checkTime(
        of report: DeliveryReport, headers: (String) -> String?, now: Timestamp
    ) throws(AuthFailure) {
        guard report.at?.isWithin(tolerance, of: now) != false else {
            throw .outsideWindow(header: "timestamp", tolerance: tolerance)
        }
        if let text = headers(Self.timestampHeader), let time = Timestamp(header: text), !time.isWithin(tolerance, of: now) {
            throw .outsideWindow(header: Self.timestampHeader, tolerance: tolerance)
        }
    }
}

extension Value {
    /// An id that may come as a number or as text.
    var identifier: String? {
        switch self {
        case .int(let number): String(number)
        case .string(let text) where !text.isEmpty: text
        default: nil
        }
    }
}
