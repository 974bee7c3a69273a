import Values
import WorkflowModel

extension DeliveryReport {
    /// iletiMerkezi: `report.id` (the message), `report.packet_id` (the order), `report.status`, `report.to` (provider page, section 10).
    init(iletiMerkezi body: Value) throws(DeliveryReportError) {
        guard case .object(let members) = body, let report = members["report"]?.objectValue else {
            throw DeliveryReportError("`report` is missing")
        }
        guard let id = report["id"]?.identifier else { throw DeliveryReportError("`report.id` is missing") }
        guard let order = report["packet_id"]?.identifier else { throw DeliveryReportError("`report.packet_id` is missing") }
        guard let word = report["status"]?.identifier else { throw DeliveryReportError("`report.status` is missing") }
        let status: Status =
            switch word {
            case "accepted", "110": .waiting
            case "delivered", "111": .delivered
            case "undelivered", "112": .failed
            default: .unknown
            }
        self.init(
            provider: .iletimerkezi, messageID: order, reportID: id, to: report["to"]?.identifier.map { $0.filter(\.isNumber) },
            status: status, at: nil, reason: status == .failed ? report["reason"]?.stringValue : nil, raw: members)
    }
}
