import Diagnostics

extension Composer {
    /// Reports what is valid YAML and not what the author means. False when the value cannot be used.
    mutating func accepts(_ scalar: YAMLScalar) -> Bool {
        guard scalar.style == .plain, scalar.tag == nil else { return true }
        let text = scalar.text
        if CoreScalar.isOldBoolean(text) {
            report(
                .unquotedBoolean, severity: .warning, "\(quoted(text)) is text here, not a boolean", scalar.range,
                label: "write \(Self.positive(text) ? "true" : "false"), or \"\(text)\" for the text")
        } else if CoreScalar.isUnderscoreNumber(text) {
            report(
                .underscoreNumber, severity: .warning, "\(quoted(text)) is text here, not a number", scalar.range,
                label: "write \(text.filter { $0 != "_" }), or \"\(text)\" for the text")
        } else if text.contains("${{"), !text.contains("}}"), let comment = source.commentStart(after: scalar.range.end.offset) {
            report(
                .commentInExpression, "everything after ` #` is a comment, so this expression has no end",
                source.range(comment, comment + 1), label: "put quotes around the whole value",
                related: [related(scalar.range, "the expression starts here")])
            return false
        }
        return true
    }

    private static func positive(_ word: String) -> Bool {
        ["y", "yes", "on"].contains(word.lowercased())
    }
}

extension SourceText {
    /// Where a comment starts when nothing else stands on the rest of the line.
    func commentStart(after offset: Int) -> Int? {
        var offset = offset
        while let scalar = character(offset), scalar.isBlank { offset += 1 }
        return character(offset) == "#" ? offset : nil
    }
}
