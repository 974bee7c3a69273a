import Values
import WorkflowModel

/// What a delivery-report trigger asks for.
struct DeliveryReportRoute: Sendable {
    let provider: DeliveryReportProvider
    let credential: CredentialName
    /// Which reports start a run.
    let events: Set<DeliveryReport.Status>
    let withText: Bool
    let signature: TurkeySMSSignature

    /// A report is a short text.
    static let maximumBody = 64 << 10

    init(_ provider: DeliveryReportProvider, _ parameters: ValueObject) throws(RouteSettingError) {
        self.provider = provider
        guard let name = parameters["credential"]?.stringValue, !name.isEmpty else {
            throw RouteSettingError("`credential` is missing: without a secret nobody could tell a report from a forgery")
        }
        credential = CredentialName(name)
        let words = parameters["events"]?.listValue ?? ["delivered", "failed"]
        var events = Set(words.compactMap { $0.stringValue.flatMap { DeliveryReport.Status(rawValue: $0) } })
        // To whoever asks for failures, a message that expired has failed.
        if events.contains(.failed) { events.insert(.expired) }
        self.events = events
        withText = parameters["with_text"]?.boolValue ?? false
        guard let algorithm = HMACSignature.Algorithm(rawValue: parameters["algorithm"]?.stringValue ?? "sha256"),
            let tolerance = Duration(text: parameters["tolerance"]?.stringValue ?? "5m")
        else { throw RouteSettingError("`algorithm` or `tolerance` cannot be used") }
        signature = TurkeySMSSignature(algorithm: algorithm, tolerance: tolerance)
    }
}
