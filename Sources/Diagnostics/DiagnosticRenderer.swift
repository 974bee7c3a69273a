import Values

/// Turns findings into text for people, lines for tools, or JSON.
public struct DiagnosticRenderer: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        /// The source line with a caret; the form for people.
        case text
        /// One line a finding, `path:line:column: error[CODE]: message`; the form for editors and grep.
        case plain
        /// One JSON object a line.
        case json
    }

    public var format: Format
    /// Whether to use terminal colours; only ever true when the output is a terminal.
    public var color: Bool

    public init(format: Format = .text, color: Bool = false) {
        self.format = format
        self.color = color
    }

    /// All findings in reading order, ending with a line feed unless there are none.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        let ordered = diagnostics.inReadingOrder()
        switch format {
        case .text: return ordered.map(text).joined(separator: "\n")
        case .plain: return ordered.map(plain).joined()
        case .json: return ordered.map { json($0).jsonText() + "\n" }.joined()
        }
    }

    // MARK: Text

    private func text(_ diagnostic: Diagnostic) -> String {
        var out = paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", as: diagnostic.severity)
        out += paint(": \(diagnostic.message)", "1") + "\n"
        let gutter = gutterWidth(diagnostic)
        if let location = diagnostic.location {
            out += snippet(location, label: diagnostic.label, gutter: gutter, severity: diagnostic.severity)
        }
        for related in diagnostic.related {
            out += String(repeating: " ", count: gutter) + paint(" = ", "34") + related.message + "\n"
            out += snippet(related.location, label: nil, gutter: gutter, severity: nil)
        }
        if diagnostic.location == nil, let label = diagnostic.label {
            out += String(repeating: " ", count: gutter) + paint(" = ", "34") + label + "\n"
        }
        for help in diagnostic.help {
            out += String(repeating: " ", count: gutter) + paint(" = ", "34") + "help: " + help + "\n"
        }
        return out
    }

    private func gutterWidth(_ diagnostic: Diagnostic) -> Int {
        let lines = ([diagnostic.location].compactMap { $0 } + diagnostic.related.map(\.location)).map(\.range.start.line)
        return String(lines.max() ?? 1).count
    }

    private func snippet(_ location: SourceLocation, label: String?, gutter: Int, severity: Severity?) -> String {
        let start = location.range.start
        let pad = String(repeating: " ", count: gutter)
        var out = pad + paint("--> ", "34") + "\(location.file.path):\(start.line):\(start.column)\n"
        guard let line = location.file.line(start.line) else { return out }
        let scalars = Array(line.unicodeScalars)
        let from = min(start.column - 1, scalars.count)
        var to = location.range.end.line == start.line ? location.range.end.column - 1 : scalars.count
        to = min(max(to, from + 1), max(scalars.count, from + 1))

        // A long line is shown as the stretch around the caret.
        let first = from > 100 ? from - 40 : 0
        let last = min(scalars.count, max(first + 140, min(to, first + 140)))
        let shownTo = min(to, max(last, from + 1))
        let prefix = first > 0 ? "…" : ""
        let suffix = last < scalars.count ? "…" : ""
        let shown = scalars[first..<last].map(displayed).joined()
        let number = String(start.line)
        let numberPad = String(repeating: " ", count: gutter - number.count)
        out += paint("\(numberPad)\(number) | ", "34") + prefix + shown + suffix + "\n"
        let before = prefix.count + scalars[first..<from].map(displayWidth).reduce(0, +)
        let under =
            from < min(shownTo, scalars.count) ? scalars[from..<min(shownTo, scalars.count)].map(displayWidth).reduce(0, +) : 1
        let carets = String(repeating: severity == nil ? "-" : "^", count: max(1, under))
        out += pad + paint(" | ", "34") + String(repeating: " ", count: before)
        let marked = carets + (label.map { " " + $0 } ?? "")
        out += (severity.map { paint(marked, as: $0) } ?? paint(marked, "34")) + "\n"
        return out
    }

    // MARK: Plain

    private func plain(_ diagnostic: Diagnostic) -> String {
        var out = ""
        if let location = diagnostic.location {
            out += "\(location.file.path):\(location.range.start.line):\(location.range.start.column): "
        }
        out += "\(diagnostic.severity.rawValue)[\(diagnostic.code)]: \(diagnostic.message)"
        if let label = diagnostic.label { out += "; \(label)" }
        return out + "\n"
    }

    // MARK: JSON

    /// One finding as data, for `--format json` and the HTTP API.
    public func json(_ diagnostic: Diagnostic) -> Value {
        var object = ValueObject()
        object["code"] = .string(diagnostic.code)
        object["severity"] = .string(diagnostic.severity.rawValue)
        object["message"] = .string(diagnostic.message)
        if let location = diagnostic.location { object.merge(json(location)) }
        if let label = diagnostic.label { object["label"] = .string(label) }
        if !diagnostic.related.isEmpty {
            object["related"] = .list(
                diagnostic.related.map { related in
                    var entry = json(related.location)
                    entry["message"] = .string(related.message)
                    return .object(entry)
                })
        }
        if !diagnostic.help.isEmpty { object["help"] = .list(diagnostic.help.map(Value.string)) }
        return .object(object)
    }

    private func json(_ location: SourceLocation) -> ValueObject {
        var object = ValueObject()
        object["file"] = .string(location.file.path)
        object["line"] = .int(Int64(location.range.start.line))
        object["column"] = .int(Int64(location.range.start.column))
        object["end_line"] = .int(Int64(location.range.end.line))
        object["end_column"] = .int(Int64(location.range.end.column))
        return object
    }

    // MARK: Colour and width

    private func paint(_ text: String, _ code: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private func paint(_ text: String, as severity: Severity) -> String {
        paint(text, severity == .error ? "1;31" : "1;33")
    }

    private func displayed(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 9: " "
        case 0..<32, 127..<160: "\u{FFFD}"
        default: String(scalar)
        }
    }

    /// Columns that a scalar takes on a terminal: 0 for marks that combine, 2 for wide letters and emoji, else 1.
    private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        case .format where scalar.value != 0xAD: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
