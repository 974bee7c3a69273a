import RunEngine
import Values
import WorkflowModel

/// What the `respond` step of a run answers.
struct WebhookReply: Equatable, Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: Value

    /// From the output of a `respond` step.
    init?(output: Value) {
        guard case .object(let members) = output, let status = members["status"]?.intValue else { return nil }
        self.status = Int(status)
        headers = (members["headers"]?.objectValue ?? [:]).map { ($0.key, $0.value.stringValue ?? $0.value.jsonText()) }
        body = members["body"] ?? .null
    }

    static func == (left: WebhookReply, right: WebhookReply) -> Bool {
        left.status == right.status && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
    }

    /// The answer in the records of a run: the first `respond` step that has succeeded.
    static func find(in records: [RunRecord], steps: Set<StepID>) -> WebhookReply? {
        for case .attemptFinished(let record) in records where steps.contains(record.key.step) {
            if case .succeeded(let output) = record.outcome, let reply = WebhookReply(output: output) { return reply }
        }
        return nil
    }
}
