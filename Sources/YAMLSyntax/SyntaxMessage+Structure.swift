import Diagnostics

extension SyntaxMessage {
    /// A line of a block that fits nowhere, or text behind a value that was complete.
    func unexpectedInBlock() -> Diagnostic {
        if let first = line.firstCharacter, offset > first { return unexpectedBehindValue() }
        if source.character(offset) == ":" {
            return make(.refusedKey, "this key is empty", label: "write a name before the `:`")
        }
        guard source.character(offset) != nil else {
            return make(.syntax, "the file ends in the middle of a value", related: contextPlace("it started here"))
        }
        let candidates = openIndentations()
        if candidates.contains(where: { $0.columns == line.indentation }) {
            let found = source.character(offset) == "-" ? "a list item" : "\(name(at: offset))"
            let expected = problem.contains("'-'") ? "a list item (`- `)" : "`key: value`"
            return make(
                .syntax, "found \(found) where \(expected) was expected", label: "a block holds keys or list items, not both",
                related: contextPlace("the block starts here"))
        }
        let columns = line.indentation
        return make(
            .indentation, "the indentation of this line, \(spaces(columns)), matches no line above",
            at: line.start, to: max(offset, line.start + 1),
            help: [
                "use " + candidates.prefix(5).map { "\($0.columns) (as line \($0.line))" }.joined(separator: " or ") + " spaces"
            ])
    }

    private func unexpectedBehindValue() -> Diagnostic {
        if let refused = badValueStart(before: offset) { return refused }
        let start = line.value(before: offset)?.start ?? offset
        switch source.character(start) {
        case "\"", "'":
            return make(
                .valueNeedsQuotes, "text stands behind the closing quote", label: "put all of the value into the quotes",
                related: [place(start, "the quote was opened here")])
        case "[", "{":
            return make(
                .valueNeedsQuotes, "text stands behind the closing bracket", label: "put quotes around the whole value",
                related: [place(start, "the bracket was opened here")])
        default:
            return make(
                .syntax, "found \(name(at: offset)) where the end of the line was expected",
                label: "nothing may stand behind a complete value")
        }
    }

    private func spaces(_ count: Int) -> String { count == 1 ? "1 space" : "\(count) spaces" }

    /// The indentations that lines above have opened, deepest first.
    private func openIndentations() -> [(columns: Int, line: Int)] {
        var found: [(columns: Int, line: Int)] = []
        var least = Int.max
        var number = source.position(line.start).line - 1
        while number >= 1, least > 0 {
            let shape = SourceLineShape(around: source.lineStart(number), in: source)
            if !shape.isEmpty, shape.indentation < least {
                // A mapping that starts behind `- ` has its keys there.
                if let inner = shape.values.first?.start, inner > shape.firstCharacter ?? inner, inner - shape.start < least {
                    found.append((inner - shape.start, number))
                }
                least = shape.indentation
                found.append((least, number))
            }
            number -= 1
        }
        return found
    }

    func contextPlace(_ message: String) -> [Diagnostic.Related] {
        guard let contextOffset, contextOffset < offset else { return [] }
        return [place(contextOffset, message)]
    }

    /// A line that is neither `key: value` nor a list item.
    func missingColon(at start: Int) -> Diagnostic {
        let shape = SourceLineShape(around: start, in: source)
        let text = shape.text(from: start)
        let scalars = Array(text.unicodeScalars)
        if let quote = scalars.first, quote == "\"" || quote == "'" {
            return make(
                .unclosedQuote, "a quoted key must end on its line and be followed by `:`", at: start, to: start + scalars.count)
        }
        if let colon = scalars.firstIndex(of: ":"), colon > 0, colon + 1 < scalars.count {
            let fixed = String(scalars[...colon]) + " " + String(scalars[(colon + 1)...])
            return make(
                .syntax, "a space is missing after the `:`", at: start + colon, label: "write \(quoted(fixed))")
        }
        return make(
            .syntax, "this line is neither `key: value` nor a list item", at: start, to: start + max(1, scalars.count),
            label: "expected a `:` after the key")
    }

    /// Something between `[` and `]` or `{` and `}` that is neither a value nor a comma.
    func unexpectedInFlow() -> Diagnostic {
        let isList = problem.hasSuffix("']'")
        if source.character(offset) == "{", offset > 0, source.character(offset - 1) == "$" {
            return make(
                .expressionNeedsQuotes, "an expression inside `[ ]` or `{ }` must be quoted", at: offset - 1, to: offset + 2,
                label: "put quotes around the whole value")
        }
        if let first = line.value(before: max(offset - 1, line.start))?.start, starts("${{", at: first) {
            return make(
                .expressionNeedsQuotes, "an expression inside `[ ]` or `{ }` must be quoted", at: first, to: first + 3,
                label: "put quotes around the whole value")
        }
        if let refused = badValueStart(before: max(offset - 1, line.start)) { return refused }
        let opened = contextPlace("the \(isList ? "list" : "map") was opened here")
        let closing = isList ? "]" : "}"
        if source.slice(offset, source.scalars.count).allSatisfy(\.isBlankOrLineEnd), let contextOffset {
            return make(
                .unclosedBracket, "this `\(isList ? "[" : "{")` is never closed", at: contextOffset,
                label: "expected a `\(closing)` for it")
        }
        return make(
            .unclosedBracket, "found \(name(at: offset)) where `,` or `\(closing)` was expected",
            label: "is a `\(closing)` missing?", related: opened)
    }

    func missingValue() -> Diagnostic {
        switch source.character(offset) {
        case ",", "]", "}":
            if context.contains("flow") {
                return make(.syntax, "a value is missing before \(name(at: offset))", label: "write the value, or delete a `,`")
            }
            return make(
                .valueNeedsQuotes, "a value that starts with \(name(at: offset)) must be quoted", label: "put quotes around it")
        default:
            return badValueStart(before: max(offset - 1, 0))
                ?? make(
                    .syntax, "found \(name(at: offset)) where a value was expected",
                    related: contextPlace("the value belongs here"))
        }
    }

    /// What is left: told apart by what the scanner was doing.
    func byContext() -> Diagnostic {
        switch context {
        case "while scanning a quoted scalar": return quotedScalar()
        case "while parsing a quoted scalar": return escape()
        case "while scanning a tag", "while parsing a tag", "while scanning a %TAG directive":
            return badValueStart(before: contextOffset ?? offset) ?? plain()
        case "while scanning a block scalar":
            if problem.contains("indentation indicator") {
                return make(.syntax, "the indentation of a block of text is a digit from 1 to 9")
            }
            return badValueStart(before: contextOffset ?? offset) ?? plain()
        case "while scanning a directive", "while scanning a %YAML directive", "while scanning a directive name",
            "while parsing a directive":
            return directive(at: contextOffset ?? offset)
        case "while parsing a node" where problem == "found undefined tag handle":
            return badValueStart(before: offset) ?? plain()
        default: break
        }
        switch problem {
        case "found incompatible YAML document", "found duplicate %YAML directive", "found duplicate %TAG directive":
            return directive(at: offset)
        case "did not find expected <document start>":
            let above = source.file.lines.prefix(source.position(offset).line - 1).last { line in
                !line.allSatisfy { $0 == " " || $0 == "\t" } && !line.hasPrefix("#")
            }
            if above?.hasPrefix("%") == true {
                return make(.directive, "a line that starts with `%` is a directive, and `---` must follow it")
            }
            return make(
                .syntax, "found \(name(at: offset)) where the end of the file was expected",
                label: "a \(noun) is one map of `key: value` lines")
        default: return plain()
        }
    }

    private func directive(at start: Int) -> Diagnostic {
        let shape = SourceLineShape(around: start, in: source)
        return make(
            .directive, "this directive is not supported", at: shape.start, to: max(shape.end, shape.start + 1),
            label: "delete this line",
            help: ["only `%YAML 1.1` and `%YAML 1.2` are read; a key that starts with `%` must be quoted"])
    }

    private func quotedScalar() -> Diagnostic {
        let opened = contextOffset ?? offset
        switch problem {
        case "found unexpected end of stream", "found unexpected document indicator":
            let line = source.position(opened).line
            let mark = source.character(opened) == "'" ? "'" : "\""
            return make(
                .unclosedQuote, "this quote, opened at line \(line), is never closed", at: opened,
                label: "expected a closing `\(mark)`",
                related: source.character(offset) == nil ? [] : [place(offset, "the document ends here")])
        default: return escape()
        }
    }

    private func escape() -> Diagnostic {
        var start = offset
        if source.character(start) != "\\" {
            start = (max(contextOffset ?? 0, offset - 3)..<max(offset, 1)).last { source.character($0) == "\\" } ?? offset
        }
        let found = String(source.slice(start, start + 2))
        let message =
            problem == "found unknown escape character"
            ? "\(quoted(found)) is no escape sequence" : "\(quoted(found)) needs hexadecimal digits of a character"
        return make(
            .escapeSequence, message, at: start, to: start + 2, label: "write `\\\\` for a backslash, or use single quotes")
    }

    /// libyaml's own words, where nothing better is known.
    func plain() -> Diagnostic {
        make(.syntax, "\(problem) \(context)", related: contextPlace("it started here"))
    }
}
