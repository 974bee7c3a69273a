import Diagnostics

/// Says in the author's words what libyaml's scanner met, by looking at the line where it met it.
struct SyntaxMessage {
    let problem: String
    let context: String
    let offset: Int
    let contextOffset: Int?
    let source: SourceText
    let noun: String
    let line: SourceLineShape

    init(_ problem: YAMLSyntaxProblem, in source: SourceText, noun: String) {
        self.problem = problem.problem
        self.context = problem.context
        self.offset = min(problem.offset, source.scalars.count)
        self.contextOffset = problem.contextOffset
        self.source = source
        self.noun = noun
        self.line = SourceLineShape(around: self.offset, in: source)
    }

    func diagnostic() -> Diagnostic {
        switch problem {
        case "mapping values are not allowed in this context": return colonInValue()
        case "found character that cannot start any token": return badFirstCharacter()
        case "did not find expected alphabetic or numeric character":
            return badValueStart(before: contextOffset ?? offset) ?? plain()
        case "did not find expected key", "did not find expected '-' indicator": return unexpectedInBlock()
        case "could not find expected ':'": return missingColon()
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'": return unexpectedInFlow()
        case "did not find expected node content": return missingValue()
        case "found a tab character where an indentation space is expected", "found a tab character that violates indentation":
            return make(.tabIndentation, "a tab stands inside an indented block", at: tab() ?? offset, label: "use spaces")
        case "block sequence entries are not allowed in this context":
            return make(
                .valueNeedsQuotes, "a list item cannot start here", label: "start the list on a line of its own",
                help: ["a value that starts with `- ` must be quoted"])
        case "mapping keys are not allowed in this context":
            return make(.valueNeedsQuotes, "a value that starts with `? ` must be quoted", label: "put quotes around the value")
        default: return byContext()
        }
    }

    // MARK: Building

    func make(
        _ code: YAMLCode, _ message: String, at start: Int? = nil, to end: Int? = nil, label: String? = nil,
        related: [Diagnostic.Related] = [], help: [String] = []
    ) -> Diagnostic {
        let start = start ?? offset
        let range = source.range(start, end ?? start + 1)
        return Diagnostic(code, message, at: source.location(range), label: label, related: related, help: help)
    }

    func place(_ offset: Int, _ message: String) -> Diagnostic.Related {
        Diagnostic.Related(location: source.location(source.range(offset, offset + 1)), message: message)
    }

    /// How the value that starts at an offset looks in quotes, for a help line.
    func quotingHelp(_ start: Int) -> [String] {
        let value = line.rest(from: start)
        guard value.unicodeScalars.count <= 80 else { return [] }
        if !value.contains("\""), !value.contains("\\") { return ["write \"\(value)\""] }
        return value.contains("'") ? [] : ["write '\(value)'"]
    }

    func starts(_ text: String, at offset: Int) -> Bool {
        source.slice(offset, offset + text.unicodeScalars.count).elementsEqual(text.unicodeScalars)
    }

    /// The name of a character for a message.
    func name(at offset: Int) -> String {
        guard let scalar = source.character(offset) else { return "the end of the file" }
        if scalar.isLineEnd { return "the end of the line" }
        return scalar == "\t" ? "a tab" : quoted(String(scalar))
    }

    private func tab() -> Int? {
        (max(offset - 1, line.start)..<max(line.end, offset)).first { source.character($0) == "\t" }
    }

    // MARK: Values that must be quoted

    /// The message when the value around a place starts with a character that YAML keeps for itself.
    func badValueStart(before place: Int) -> Diagnostic? {
        let shape = SourceLineShape(around: place, in: source)
        guard let start = shape.valueStart(before: place), let first = source.character(start) else { return nil }
        func mustBeQuoted(_ what: String, help: [String] = []) -> Diagnostic {
            let value = shape.rest(from: start)
            let end = start + max(1, value.unicodeScalars.count)
            return make(
                .valueNeedsQuotes, "a value that starts with \(what) must be quoted", at: start, to: end,
                label: "put quotes around it", help: help + SyntaxMessage(self, at: shape).quotingHelp(start))
        }
        switch first {
        case "*":
            return mustBeQuoted("`*`", help: ["this looks like a cron expression or a pattern; `*name` is an alias in YAML"])
        case "&": return mustBeQuoted("`&`", help: ["`&name` is an anchor in YAML"])
        case "!": return mustBeQuoted("`!`", help: ["`!name` is a tag in YAML"])
        case "@", "%", "`": return mustBeQuoted(first == "`" ? "a backtick" : "`\(first)`")
        case "|", ">":
            return mustBeQuoted("`\(first)`", help: ["to write a block of text, end the line after `\(first)`"])
        case "{" where starts("{{", at: start):
            return make(
                .doubleBraces, "`{{` means a map in a map here", at: start, to: start + 2, label: "expressions are `${{ ... }}`",
                help: ["put quotes around the whole value if anything stands before or after the expression"])
        default: return nil
        }
    }

    private init(_ other: SyntaxMessage, at line: SourceLineShape) {
        problem = other.problem
        context = other.context
        offset = other.offset
        contextOffset = other.contextOffset
        source = other.source
        noun = other.noun
        self.line = line
    }

    private func colonInValue() -> Diagnostic {
        let before = line.valueStarts.last { $0 < offset } ?? line.start
        let isInExpression = String(source.slice(line.start, offset)).contains("${{")
        // The value that must be quoted starts after the first `key: ` of the line.
        let value = line.valueStarts.first { $0 > (line.valueStarts.first ?? 0) && $0 <= offset } ?? before
        if isInExpression {
            return make(
                .expressionNeedsQuotes, "this expression contains `: `", label: "put quotes around the whole value",
                help: quotingHelp(value))
        }
        if let first = line.valueStarts.first, value > first {
            return make(
                .valueNeedsQuotes, "a value that contains `: ` must be quoted", label: "put quotes around the whole value",
                help: quotingHelp(value))
        }
        return make(
            .indentation, "a key cannot stand here: the value of the line above goes on", label: nil,
            help: ["give this line the indentation of its siblings, or put the value above in quotes"])
    }

    private func badFirstCharacter() -> Diagnostic {
        if source.character(offset) == "\t"
            || (offset > 0 && source.character(offset - 1) == "\t" && line.firstCharacter == offset)
        {
            return make(.tabIndentation, "the indentation is a tab", at: tab() ?? offset, label: "use spaces")
        }
        return badValueStart(before: offset)
            ?? make(
                .valueNeedsQuotes, "a value cannot start with \(name(at: offset))", label: "put quotes around the value")
    }
}
