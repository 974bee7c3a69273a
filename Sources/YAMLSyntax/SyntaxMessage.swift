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
        case "could not find expected ':'": return missingColon(at: contextOffset ?? offset)
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

    /// How a value looks in quotes, for a help line; empty when it is too long or has both kinds of quotes.
    func quotingHelp(_ value: String) -> [String] {
        guard !value.isEmpty, value.unicodeScalars.count <= 80 else { return [] }
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

    func tab() -> Int? {
        (max(offset - 1, line.start)..<max(line.end, offset)).first { source.character($0) == "\t" }
    }
}
