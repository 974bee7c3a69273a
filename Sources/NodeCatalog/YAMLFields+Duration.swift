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
}
