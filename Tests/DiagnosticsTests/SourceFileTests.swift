import Diagnostics
import Testing

@Suite("Lines of a file")
struct SourceFileTests {
    @Test(
        "LF, CR LF and CR end a line",
        arguments: [
            ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\r\nb", ["a", "b"]), ("a\rb\r", ["a", "b", ""]),
            ("\n\r\n\r", ["", "", "", ""]),
            ("a\u{2028}b", ["a\u{2028}b"]), ("ş\ne\u{301}", ["ş", "e\u{301}"]),
        ] as [(String, [String])])
    func lines(_ text: String, _ lines: [String]) {
        let file = SourceFile(path: "w.yaml", text: text)
        #expect(file.lines == lines)
        #expect(file.line(1) == lines[0])
        #expect(file.line(0) == nil)
        #expect(file.line(lines.count + 1) == nil)
    }
}
