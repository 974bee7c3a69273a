import Diagnostics

extension Composer {
    /// The tag of a scalar. When it is refused, `refusedText` is what the author most likely meant as text.
    mutating func scalarTag(
        _ text: String, _ style: YAMLScalar.Style, _ event: YAMLEvent, _ properties: NodeProperties
    ) -> (tag: YAMLTag?, refusedText: String?) {
        guard let uri = event.tag else { return (nil, nil) }
        guard let tag = YAMLTag(uri: uri) else {
            reportUnknownTag(uri, event, properties)
            return (nil, String(source.slice(properties.tag?.start.offset ?? event.start, event.end)))
        }
        let fits =
            switch (tag, CoreScalar(text)) {
            case (.string, _), (.null, .null), (.boolean, .bool), (.integer, .int), (.float, .double), (.float, .int): true
            // Their own, better messages come when the value is read.
            case (.integer, .leadingZero), (.float, .leadingZero), (.float, .notFinite), (.integer, .outOfRange),
                (.float, .outOfRange):
                true
            default: false
            }
        guard fits else {
            report(
                .tagMismatch, "the tag \(quoted("!!" + tag.rawValue)) does not fit the text \(quoted(text))",
                properties.tag ?? source.range(event.start, event.end), label: "delete the tag or change the value")
            return (nil, text)
        }
        return (tag, nil)
    }

    mutating func checkCollectionTag(_ event: YAMLEvent, _ properties: NodeProperties, isMapping: Bool) {
        guard let uri = event.tag else { return }
        guard let tag = YAMLTag(uri: uri) else { return reportUnknownTag(uri, event, properties) }
        guard tag != (isMapping ? .mapping : .sequence) else { return }
        report(
            .tagMismatch, "the tag \(quoted("!!" + tag.rawValue)) stands before \(isMapping ? "a map" : "a list")",
            properties.tag ?? source.range(event.start, event.end), label: "delete the tag")
    }

    private mutating func reportUnknownTag(_ uri: String, _ event: YAMLEvent, _ properties: NodeProperties) {
        let range = properties.tag ?? source.range(event.start, event.end)
        let written = String(source.slice(range.start.offset, range.end.offset))
        if written.hasPrefix("!!") {
            report(
                .refusedTag, "the tag \(quoted(written)) is not supported", range, label: "delete it",
                help: ["supported are " + YAMLTag.allCases.map { "`!!\($0.rawValue)`" }.joined(separator: " ")])
        } else {
            report(
                .refusedTag, "\(quoted(written)) is read as a YAML tag, and this tag is not supported", range,
                label: "a value that starts with `!` must be quoted")
        }
    }

    func shortTag(_ uri: String) -> String {
        uri.hasPrefix(YAMLTag.prefix) ? "!!" + uri.dropFirst(YAMLTag.prefix.count) : uri
    }
}
