import Values
import WorkflowModel

/// One log record, ready to be written: names and order of the keys follow OpenTelemetry's conventions.
public struct LogLine: Sendable {
    public enum Severity: Int, Sendable, CaseIterable {
        case trace = 1
        case debug = 5
        case info = 9
        case warn = 13
        case error = 17
        case fatal = 21

        public var text: String { "\(self)".uppercased() }
    }

    /// Keys that come first, in their order; all others follow by name.
    static let order = [
        "timestamp", "severity_text", "severity_number", "body", "event.name", "trace_id", "span_id", "service.name",
        "service.version", "cicd.pipeline.name", "cicd.pipeline.run.id", "cicd.pipeline.run.state", "cicd.pipeline.result",
        "cicd.pipeline.task.name", "cicd.pipeline.task.run.id", "cicd.pipeline.task.run.result", "cicd.system.component",
        "cicd.worker.id", "error.type", "exception.type", "exception.message", "exception.stacktrace", "http.request.method",
        "http.response.status_code", "http.request.resend_count", "url.full", "server.address", "faas.trigger", "faas.cron",
    ]

    /// What a person reads instead of the long names.
    private static let short = [
        "cicd.pipeline.name": "workflow", "cicd.pipeline.run.id": "run", "cicd.pipeline.result": "result",
        "cicd.pipeline.run.state": "state", "cicd.pipeline.task.name": "step", "cicd.pipeline.task.run.id": "attempt",
        "cicd.pipeline.task.run.result": "result", "error.type": "error", "exception.message": "message",
        "http.request.method": "method", "http.response.status_code": "status",
    ]

    public var at: Timestamp
    public var severity: Severity
    public var body: String
    public var fields: [String: Value]

    public init(at: Timestamp, severity: Severity, body: String, fields: [String: Value]) {
        self.at = at
        self.severity = severity
        self.body = body
        self.fields = fields
    }

    private var orderedFields: [(key: String, value: Value)] {
        let known = Self.order.compactMap { key in fields[key].map { (key, $0) } }
        let others = fields.filter { !Self.order.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return known + others
    }

    /// One JSON object, without a line end.
    public var json: String {
        var object: ValueObject = [
            "timestamp": .string(at.description), "severity_text": .string(severity.text),
            "severity_number": .int(Int64(severity.rawValue)), "body": .string(body),
        ]
        for (key, value) in orderedFields { object.set(key, to: value) }
        return Value.object(object).jsonText()
    }

    /// One line for a person: time, severity, text, and what it is about.
    public var text: String {
        let pad = String(repeating: " ", count: 5 - severity.text.count)
        var line = "\(at) \(severity.text)\(pad) \(body)"
        for (key, value) in orderedFields where !["event.name", "service.name", "service.version"].contains(key) {
            let name = Self.short[key] ?? (key.hasPrefix("ulak.") ? String(key.dropFirst("ulak.".count)) : key)
            line += "  \(name)=\(Self.plain(value))"
        }
        return line.replacing("\n", with: "\\n").replacing("\r", with: "\\r").replacing("\u{1B}", with: "\\e")
    }

    private static func plain(_ value: Value) -> String {
        guard case .string(let text) = value else { return value.jsonText() }
        return text.isEmpty || text.contains(" ") || text.contains("\"") ? value.jsonText() : text
    }
}
