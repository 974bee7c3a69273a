import Diagnostics
import WorkflowModel
import YAMLSyntax

extension YAMLFields {
    /// A duration such as `10s` or `1h30m`.
    public func duration(_ key: String, reader: inout YAMLReader) -> Duration? {
        guard let node = self[key], let text = reader.text(node, key) else { return nil }
        if let duration = Duration(text: text) { return duration }
        reader.wrongType(node, key, expected: "a duration such as 250ms, 10s, 5m, 2h, 1d or 1h30m")
        return nil
    }

    /// What to do about an unknown outcome: `hold`, `fail`, or `{ resend_identical: { within: 10m, attempts: 2 } }`.
    public func unknownPolicy(_ key: String, reader: inout YAMLReader) -> UnknownPolicy? {
        guard let node = self[key] else { return nil }
        let allowed = ["hold", "fail", "resend_identical"]
        if let scalar = node.scalar {
            switch scalar.text {
            case "hold": return .hold
            case "fail": return .fail
            case "resend_identical":
                reader.wrongType(
                    node, key, expected: "a map", help: ["write { resend_identical: { within: 10m, attempts: 2 } }"])
            default: Self.reportNotAllowed(scalar.text, key, allowed: allowed, at: node.location, reader: &reader)
            }
            return nil
        }
        guard let outer = YAMLFields(node, subject: "`\(key)`", keys: ["resend_identical"], reader: &reader),
            let settings = outer.required("resend_identical", reader: &reader),
            let inner = YAMLFields(settings, subject: "`resend_identical`", keys: ["within", "attempts"], reader: &reader),
            inner.required("within", reader: &reader) != nil, let within = inner.duration("within", reader: &reader)
        else { return nil }
        let attempts = inner.integer("attempts", reader: &reader) ?? 2
        guard (1...10).contains(attempts) else {
            if let node = inner["attempts"] { reader.wrongType(node, "attempts", expected: "1 to 10") }
            return nil
        }
        return .resendIdentical(within: within, attempts: Int(attempts))
    }
}
