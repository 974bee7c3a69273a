import Diagnostics

/// Values that YAML does not take without quotes.
extension SyntaxMessage {
    /// The message when the value around a place starts with a character that YAML keeps for itself.
    func badValueStart(before place: Int) -> Diagnostic? {
        let shape = SourceLineShape(around: place, in: source)
        guard let value = shape.value(before: place), let first = source.character(value.start) else { return nil }
        let text = shape.text(of: value)
        func mustBeQuoted(_ what: String, help: [String] = []) -> Diagnostic {
            make(
                .valueNeedsQuotes, "a value that starts with \(what) must be quoted", at: value.start,
                to: value.start + max(1, text.unicodeScalars.count), label: "put quotes around it",
                help: help + quotingHelp(text))
        }
        switch first {
        case "*":
            return mustBeQuoted("`*`", help: ["this looks like a cron expression or a pattern; `*name` is an alias in YAML"])
        case "&": return mustBeQuoted("`&`", help: ["`&name` is an anchor in YAML"])
        case "!": return mustBeQuoted("`!`", help: ["`!name` is a tag in YAML"])
        case "@", "%": return mustBeQuoted("`\(first)`")
        case "`": return mustBeQuoted("a backtick")
        case "|", ">":
            return mustBeQuoted("`\(first)`", help: ["to write a block of text, end the line after `\(first)`"])
        case "{" where starts("{{", at: value.start):
            return make(
                .doubleBraces, "`{{` means a map in a map here", at: value.start, to: value.start + 2,
                label: "expressions are `${{ ... }}`",
                help: ["put quotes around the whole value if it contains `: ` or ` #`"])
        default: return nil
        }
    }

    /// A `: ` where no key can stand.
    func colonInValue() -> Diagnostic {
        let isInExpression = String(source.slice(line.start, offset)).contains("${{")
        // What must be quoted starts behind the first `key: ` of the line.
        let values = line.values.filter { $0.start <= offset }
        let value = values.count > 1 ? values[1] : nil
        if isInExpression {
            let text = value ?? values.first
            return make(
                .expressionNeedsQuotes, "this expression contains `: `", label: "put quotes around the whole value",
                help: text.map { quotingHelp(line.text(of: $0)) } ?? [])
        }
        if let value {
            return make(
                .valueNeedsQuotes, "a value that contains `: ` must be quoted", label: "put quotes around the whole value",
                help: quotingHelp(line.text(of: value)))
        }
        return colonInContinuation()
    }

    /// A `key: ` on a line that continues a plain text of the lines above.
    private func colonInContinuation() -> Diagnostic {
        var culprit: SourceLineShape?
        var number = source.position(line.start).line - 1
        while number >= 1 {
            let shape = SourceLineShape(around: source.lineStart(number), in: source)
            number -= 1
            guard !shape.isEmpty else { continue }
            if let value = shape.values.dropFirst().first {
                guard shape.indentation < line.indentation else { break }
                return make(
                    .indentation, "a key cannot stand here: the value above goes on in this line",
                    label:
                        "expected the indentation of \(quoted(String(shape.text(from: shape.values[0].start).prefix { $0 != ":" })))",
                    related: [place(value.start, "the value starts here")],
                    help: ["a text over several lines that contains `: ` must be quoted"])
            }
            guard shape.values.first?.start == shape.firstCharacter else { break }
            culprit = shape
        }
        if let first = culprit?.firstCharacter { return missingColon(at: first) }
        return make(
            .indentation, "a key cannot stand here: the value above goes on in this line",
            help: ["a text over several lines that contains `: ` must be quoted"])
    }

    func badFirstCharacter() -> Diagnostic {
        if source.character(offset) == "\t" {
            return make(.tabIndentation, "the indentation is a tab", label: "use spaces")
        }
        return badValueStart(before: offset)
            ?? make(.valueNeedsQuotes, "a value cannot start with \(name(at: offset))", label: "put quotes around the value")
    }
}
