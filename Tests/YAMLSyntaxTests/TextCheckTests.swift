import Diagnostics
import Testing
import YAMLSyntax

@Suite("Bytes that are not a text")
struct TextCheckTests {
    private func rendered(_ bytes: [UInt8]) -> String {
        let (document, diagnostics) = YAMLLoader().load(bytes: bytes, path: "w.yaml")
        #expect(document == nil)
        return DiagnosticRenderer().render(diagnostics)
    }

    @Test("Turkish letters of another encoding are shown where they stand")
    func windows1254() {
        #expect(
            rendered(Array("a: 1\nb: \"ş ".utf8) + [0xFE] + Array("ube\"\n".utf8)) == #"""
                error[YAML001]: the file is not UTF-8: found the byte 0xFE
                 --> w.yaml:2:7
                2 | b: "ş �ube"
                  |       ^
                  = help: save the file as UTF-8; ş, ğ and ı from Windows-1254 or ISO 8859-9 look like this

                """#)
    }

    @Test("a character that is cut off at the end is found")
    func cutOff() {
        #expect(
            rendered(Array("a: b".utf8) + [0xC5]).hasPrefix(
                "error[YAML001]: the file is not UTF-8: found the byte 0xC5\n --> w.yaml:1:5\n"))
    }

    @Test("UTF-16 is named, with and without a byte-order mark")
    func utf16() {
        let littleEndian: [UInt8] = Array("a: 1".utf8).flatMap { [$0, 0] }
        let bigEndian: [UInt8] = Array("a: 1".utf8).flatMap { [0, $0] }
        for bytes in [[0xFF, 0xFE] + littleEndian, [0xFE, 0xFF] + bigEndian, littleEndian, bigEndian] {
            #expect(
                rendered(bytes) == """
                    error[YAML001]: the file is UTF-16; only UTF-8 is read
                     --> w.yaml:1:1
                    1 |\u{20}
                      | ^
                      = help: save the file as UTF-8

                    """)
        }
    }

    @Test(
        "characters that no editor shows are refused",
        arguments: [
            "\0", "\u{1}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}",
        ])
    func controlCharacters(_ character: String) {
        for text in ["a: b\(character)c", "a: \"b\(character)\"", "# b\(character)c\na: 1"] {
            let (document, diagnostics) = YAMLLoader().load(text, path: "w.yaml")
            #expect(document == nil)
            #expect(diagnostics.map(\.code) == ["YAML002"])
            let place = Array(text.unicodeScalars).firstIndex { String($0) == character }
            #expect(diagnostics.first?.location?.range.start.offset == place)
        }
    }

    @Test("every control character is reported, up to ten, and escaped ones are text")
    func several() {
        #expect(
            rendered(Array("a: b\u{1B}\nc: \0".utf8)) == #"""
                error[YAML002]: the file contains the control character U+001B
                 --> w.yaml:1:5
                1 | a: b�
                  |     ^ delete it
                  = help: in double quotes it can be written as "\u001B"

                error[YAML002]: the file contains the control character U+0000
                 --> w.yaml:2:4
                2 | c: �
                  |    ^ delete it

                """#)
        let many = String(repeating: "\u{1}", count: 50)
        #expect(YAMLLoader().load("a: \(many)", path: "w.yaml").diagnostics.count == 10)
        #expect(LoadedYAML(#"a: "\u001B\L""#).value == ["a": "\u{1B}\u{2028}"])
    }
}
