import Values
import WorkflowModel

/// What a provider says became of a message, in one shape for all providers.
struct DeliveryReport: Equatable, Sendable {
    enum Status: String, CaseIterable, Sendable {
        case waiting, sent, delivered, failed, expired, verified, test, unknown

        /// Whether no other status can follow for the message.
        var isFinal: Bool {
            switch self {
            case .delivered, .failed, .expired, .verified, .test: true
            case .waiting, .sent, .unknown: false
            }
        }
    }

    var provider: DeliveryReportProvider
    /// The id that the send gave.
    var messageID: String
    /// The provider's id of this message, where one send has many.
    var reportID: String
    /// As digits.
    var to: String?
    var status: Status
    /// When the provider made the report; nil where it does not say.
    var at: Timestamp?
    var reason: String?
    var raw: ValueObject

    /// What the trigger brings. Times that the report lacks are those of its arrival.
    func data(receivedAt: Timestamp, withText: Bool) -> ValueObject {
        var raw = raw
        if !withText, let report = raw["report"]?.objectValue, report["body"] != nil {
            var report = report
            report["body"] = nil
            raw.set("report", to: .object(report))
        }
        let at = (at ?? receivedAt).description
        return [
            "provider": .string(provider.rawValue), "message_id": .string(messageID), "report_id": .string(reportID),
            "to": to.map(Value.string) ?? .null, "status": .string(status.rawValue), "final": .bool(status.isFinal),
            "at": .string(at), "delivered_at": status == .delivered ? .string(at) : .null,
            "reason": reason.map(Value.string) ?? .null, "raw": .object(raw),
        ]
    }

    /// What makes two reports the same one: providers repeat them until they are answered.
    var identity: String {
        let time = provider == .turkeysms ? (at.map { "/\($0.microseconds)" } ?? "") : ""
        return "\(reportID)/\(status.rawValue)\(time)"
    }
}

/// Why a body is no delivery report.
struct DeliveryReportError: Error, Equatable, Sendable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// A provider that reports what became of messages.
enum DeliveryReportProvider: String, CaseIterable, Sendable {
    case turkeysms
    case iletimerkezi

    init?(node: NodeName) {
        guard let found = Self.allCases.first(where: { $0.node == node }) else { return nil }
        self = found
    }

    var node: NodeName { NodeName("\(rawValue).delivery_report") }

    /// iletiMerkezi signs nothing (provider page, section 10).
    var hasSecretPath: Bool { self == .iletimerkezi }

    func read(_ body: Value) throws(DeliveryReportError) -> DeliveryReport {
        switch self {
        case .turkeysms: try DeliveryReport(turkeySMS: body)
        case .iletimerkezi: try DeliveryReport(iletiMerkezi: body)
        }
    }
}
