import Logging
import Values
import WorkflowModel

/// Writes logs as text for a person or as lines of JSON for a machine. What it writes was masked before: phone numbers, codes, secrets.
public struct StructuredLogHandler: LogHandler {
    public enum Format: String, Sendable, CaseIterable {
        case text
        case json
    }

    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level = .info
    public var metadataProvider: Logger.MetadataProvider?

    private let format: Format
    private let masking: Masking
    private let redact: @Sendable (String) -> String
    private let service: [String: Value]
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - redact: takes known secrets out of a text.
    ///   - write: takes a whole line, its end included, and writes it in one piece.
    public init(
        format: Format, masking: Masking = Masking(), redact: @escaping @Sendable (String) -> String = { $0 },
        serviceVersion: String? = nil, now: @escaping @Sendable () -> Timestamp, write: @escaping @Sendable (String) -> Void
    ) {
        self.format = format
        self.masking = masking
        self.redact = redact
        var service: [String: Value] = ["service.name": "ulak"]
        if let serviceVersion { service["service.version"] = .string(serviceVersion) }
        self.service = service
        self.now = now
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var fields = service
        for source in [metadata, metadataProvider?.get() ?? [:], event.metadata ?? [:]] {
            for (key, value) in source { fields[key] = value.asData }
        }
        if let error = event.error {
            fields["exception.type"] = .string("\(type(of: error))")
            fields["exception.message"] = .string("\(error)")
        }
        for (key, value) in fields { fields[key] = clean(value, member: key) }
        let line = LogLine(
            at: now(), severity: LogLine.Severity(event.level), body: masking.mask(redact("\(event.message)")), fields: fields)
        write((format == .json ? line.json : line.text) + "\n")
    }

    private func clean(_ value: Value, member: String) -> Value {
        // Ids and versions of our own are no phone numbers, whatever they look like.
        if member == "cicd.pipeline.run.id" || member == "service.version" { return value }
        return masking.mask(redacted(value), member: String(member.split(separator: ".").last ?? ""))
    }

    private func redacted(_ value: Value) -> Value {
        switch value {
        case .string(let text): .string(redact(text))
        case .list(let elements): .list(elements.map(redacted))
        case .object(let members): .object(ValueObject(members.map { ($0.key, redacted($0.value)) }))
        case .null, .bool, .int, .double: value
        }
    }
}

extension Logger.MetadataValue {
    /// As data; numbers stay text unless they were given as such.
    fileprivate var asData: Values.Value {
        switch self {
        case .string(let text): .string(text)
        case .stringConvertible(let number as Int): .int(Int64(number))
        case .stringConvertible(let number as Int64): .int(number)
        case .stringConvertible(let number as Double) where number.isFinite: .double(number)
        case .stringConvertible(let flag as Bool): .bool(flag)
        case .stringConvertible(let other): .string(other.description)
        case .array(let elements): .list(elements.map(\.asData))
        case .dictionary(let members): .object(ValueObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.asData) }))
        }
    }
}

extension LogLine.Severity {
    fileprivate init(_ level: Logger.Level) {
        switch level {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info, .notice: self = .info
        case .warning: self = .warn
        case .error: self = .error
        case .critical: self = .fatal
        }
    }
}
