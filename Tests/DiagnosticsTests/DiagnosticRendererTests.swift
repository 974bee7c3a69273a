import Diagnostics
import Testing
import Values

enum ExampleCode: String, DiagnosticCode {
    case first = "EX001"
    case second = "EX002"
}

/// The place of the first occurrence of some words in a text.
func place(_ words: String, in file: SourceFile) -> Diagnostics.SourceLocation {
    let text = Array(file.text.unicodeScalars)
    let words = Array(words.unicodeScalars)
    func position(_ offset: Int) -> SourcePosition {
        var position = SourcePosition.start
        for scalar in text[..<offset] {
            position.offset += 1
            position.column += 1
            if scalar == "\n" {
                position.line += 1
                position.column = 1
            }
        }
        return position
    }
    let start = text.indices.first { text[$0...].starts(with: words) } ?? 0
    return Diagnostics.SourceLocation(file: file, range: SourceRange(start: position(start), end: position(start + words.count)))
}

@Suite("Rendering findings")
struct DiagnosticRendererTests {
    private func file(_ text: String, path: String = "workflows/otp.yaml") -> SourceFile { SourceFile(path: path, text: text) }

    private func text(_ diagnostics: Diagnostic...) -> String { DiagnosticRenderer().render(diagnostics) }

    private var whole: Diagnostic {
        let file = file("steps:\n  a: 1\n" + String(repeating: "\n", count: 7) + "  b: turkeysms.sendsms\n")
        return Diagnostic(
            ExampleCode.first, "step `b` uses unknown node `turkeysms.sendsms`", at: place("turkeysms.sendsms", in: file),
            label: "did you mean `turkeysms.send_sms`?",
            related: [.init(location: place("a: 1", in: file), message: "the first one")],
            help: ["read this", "type that"])
    }

    @Test("text shows the line, the caret, the second place and the help")
    func wholeText() {
        #expect(
            text(whole) == """
                error[EX001]: step `b` uses unknown node `turkeysms.sendsms`
                  --> workflows/otp.yaml:10:6
                10 |   b: turkeysms.sendsms
                   |      ^^^^^^^^^^^^^^^^^ did you mean `turkeysms.send_sms`?
                   = the first one
                  --> workflows/otp.yaml:2:3
                 2 |   a: 1
                   |   ----
                   = help: read this
                   = help: type that

                """)
    }

    @Test("plain is a line a finding")
    func wholePlain() {
        let file = file("a: yes\n")
        let warning = Diagnostic(ExampleCode.second, severity: .warning, "`yes` is text", at: place("yes", in: file))
        #expect(
            DiagnosticRenderer(format: .plain).render([whole, warning, Diagnostic(ExampleCode.second, "no file", at: nil)]) == """
                error[EX002]: no file
                workflows/otp.yaml:1:4: warning[EX002]: `yes` is text
                workflows/otp.yaml:10:6: error[EX001]: step `b` uses unknown node `turkeysms.sendsms`; did you mean `turkeysms.send_sms`?

                """)
    }

    @Test("JSON is an object a line with every part")
    func wholeJSON() throws {
        let rendered = DiagnosticRenderer(format: .json).render([whole, Diagnostic(ExampleCode.second, "no \"file\"", at: nil)])
        let lines = rendered.split(separator: "\n").map(String.init)
        #expect(rendered.hasSuffix("\n"))
        #expect(lines.count == 2)
        #expect(lines.first == #"{"code":"EX002","severity":"error","message":"no \"file\""}"#)
        #expect(
            try Value(json: #require(lines.last)) == [
                "code": "EX001", "severity": "error", "message": "step `b` uses unknown node `turkeysms.sendsms`",
                "file": "workflows/otp.yaml", "line": 10, "column": 6, "end_line": 10, "end_column": 23,
                "label": "did you mean `turkeysms.send_sms`?",
                "related": [
                    [
                        "file": "workflows/otp.yaml", "line": 2, "column": 3, "end_line": 2, "end_column": 7,
                        "message": "the first one",
                    ]
                ],
                "help": ["read this", "type that"],
            ])
    }

    @Test("no findings are no text", arguments: DiagnosticRenderer.Format.allCases)
    func nothing(format: DiagnosticRenderer.Format) {
        #expect(DiagnosticRenderer(format: format).render([]) == "")
    }

    @Test("a finding without a place shows its label and help")
    func noPlace() {
        let diagnostic = Diagnostic(
            ExampleCode.first, "the file is not there", at: nil, label: "create it", help: ["run `ulak init`"])
        #expect(
            text(diagnostic) == """
                error[EX001]: the file is not there
                  = create it
                  = help: run `ulak init`

                """)
    }

    @Test("findings come in reading order, with an empty line between")
    func order() {
        let first = file("a\nb\n", path: "a.yaml")
        let second = file("c\n", path: "b.yaml")
        let rendered = text(
            Diagnostic(ExampleCode.first, "three", at: place("c", in: second)),
            Diagnostic(ExampleCode.first, "two", at: place("b", in: first)),
            Diagnostic(ExampleCode.second, severity: .warning, "one", at: place("a", in: first)),
            Diagnostic(ExampleCode.first, "one again", at: place("a", in: first)))
        #expect(
            rendered == """
                warning[EX002]: one
                 --> a.yaml:1:1
                1 | a
                  | ^

                error[EX001]: one again
                 --> a.yaml:1:1
                1 | a
                  | ^

                error[EX001]: two
                 --> a.yaml:2:1
                2 | b
                  | ^

                error[EX001]: three
                 --> b.yaml:1:1
                1 | c
                  | ^

                """)
    }

    /// A line, the words to point at, and how the line and its carets look.
    @Test(
        "the caret stands below its words",
        arguments: [
            ("şehir: İstanbul", "İstanbul", "şehir: İstanbul", "       ^^^^^^^^"),
            ("a: 😀 b", "b", "a: 😀 b", "      ^"),
            ("a: 😀", "😀", "a: 😀", "   ^^"),
            ("a: 日本 b", "本", "a: 日本 b", "     ^^"),
            ("a: e\u{301}x", "x", "a: e\u{301}x", "    ^"),
            ("a: i\u{307}stanbul z", "z", "a: i\u{307}stanbul z", "            ^"),
            ("a: 👩‍👧 b", "b", "a: 👩‍👧 b", "        ^"),
            ("\ta:\tb", "b", " a: b", "    ^"),
            ("a: x\u{1B}[31m", "[31m", "a: x\u{FFFD}[31m", "     ^^^^"),
            ("a: b\r", "b", "a: b", "   ^"),
        ])
    func caret(_ line: String, _ words: String, _ shown: String, _ carets: String) {
        let file = file(line + "\n")
        #expect(
            text(Diagnostic(ExampleCode.first, "m", at: place(words, in: file)))
                == "error[EX001]: m\n --> workflows/otp.yaml:1:\(place(words, in: file).range.start.column)\n1 | \(shown)\n  | \(carets)\n"
        )
    }

    @Test("a very long line is shown around the caret")
    func longLine() {
        let file = file("a: " + String(repeating: "x", count: 1_000) + "HERE" + String(repeating: "y", count: 1_000))
        #expect(
            text(Diagnostic(ExampleCode.first, "m", at: place("HERE", in: file))) == """
                error[EX001]: m
                 --> workflows/otp.yaml:1:1004
                1 | …\(String(repeating: "x", count: 40))HERE\(String(repeating: "y", count: 96))…
                  | \(String(repeating: " ", count: 41))^^^^

                """)
    }

    @Test("a very long stretch ends with the line that is shown")
    func longStretch() {
        let file = file("a: " + String(repeating: "x", count: 1_000))
        #expect(
            text(Diagnostic(ExampleCode.first, "m", at: place(String(repeating: "x", count: 1_000), in: file), label: "too long"))
                == """
                error[EX001]: m
                 --> workflows/otp.yaml:1:4
                1 | a: \(String(repeating: "x", count: 137))…
                  |    \(String(repeating: "^", count: 137)) too long

                """)
    }

    @Test("a stretch of several lines is underlined to the end of its first")
    func severalLines() {
        let file = file("a: [1,\n  2]\n")
        #expect(
            text(Diagnostic(ExampleCode.first, "m", at: place("[1,\n  2]", in: file))) == """
                error[EX001]: m
                 --> workflows/otp.yaml:1:4
                1 | a: [1,
                  |    ^^^

                """)
    }

    @Test("an empty place, the end of a line and the end of the file have one caret")
    func emptyPlaces() {
        let file = file("a:\n")
        let end = SourcePosition(line: 1, column: 3, offset: 2)
        #expect(
            text(
                Diagnostic(
                    ExampleCode.first, "m", at: Diagnostics.SourceLocation(file: file, range: SourceRange(start: end, end: end))))
                    == """
                    error[EX001]: m
                     --> workflows/otp.yaml:1:3
                    1 | a:
                      |   ^

                    """)
        let behind = SourcePosition(line: 9, column: 1, offset: 99)
        #expect(
            text(
                Diagnostic(
                    ExampleCode.first, "m",
                    at: Diagnostics.SourceLocation(file: file, range: SourceRange(start: behind, end: behind)))
            ) == """
                error[EX001]: m
                 --> workflows/otp.yaml:9:1

                """)
    }

    @Test("colours go around the parts and change nothing else")
    func color() {
        let colored = DiagnosticRenderer(color: true).render([whole])
        #expect(colored.hasPrefix("\u{1B}[1;31merror[EX001]\u{1B}[0m\u{1B}[1m: step"))
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == text(whole))
        #expect(!text(whole).contains("\u{1B}"))
    }

    @Test("only errors keep an input from being used")
    func severity() {
        let warning = Diagnostic(ExampleCode.first, severity: .warning, "m", at: nil)
        #expect(![warning].hasErrors)
        #expect([warning, Diagnostic(ExampleCode.first, "m", at: nil)].hasErrors)
        #expect(Severity.warning < Severity.error)
    }
}
