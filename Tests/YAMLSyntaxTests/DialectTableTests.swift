import Diagnostics
import Testing
import Values
import YAMLSyntax

@Suite("The examples of the dialect")
struct DialectTableTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let text: String
        let value: Value?
        var codes: [YAMLCode] = []
        var testDescription: String { text.debugDescription }
    }

    static let examples: [Example] = [
        Example(text: "a: yes", value: ["a": "yes"], codes: [.unquotedBoolean]),
        Example(text: "a: \"yes\"", value: ["a": "yes"]),
        Example(text: "on: {x: 1}", value: ["on": ["x": 1]]),
        Example(text: "yes: 1\nnull: 2\n1: 3\ntrue: 4", value: ["yes": 1, "null": 2, "1": 3, "true": 4]),
        Example(text: "a: 010", value: nil, codes: [.leadingZero]),
        Example(text: "a: -010", value: nil, codes: [.leadingZero]),
        Example(text: "a: 00", value: nil, codes: [.leadingZero]),
        Example(text: "a: 01.5", value: nil, codes: [.leadingZero]),
        Example(text: "a: \"010\"", value: ["a": "010"]),
        Example(text: "a: 0o10", value: ["a": 8]),
        Example(text: "a: 0x1F", value: ["a": 31]),
        Example(text: "a: 0o8", value: ["a": "0o8"]),
        Example(text: "a: -0o7", value: ["a": "-0o7"]),
        Example(text: "a: 1.0", value: ["a": 1.0]),
        Example(text: "a: 1.", value: ["a": 1.0]),
        Example(text: "a: .5", value: ["a": 0.5]),
        Example(text: "a: -1.5e3", value: ["a": -1500.0]),
        Example(text: "a: 1e3", value: ["a": 1000.0]),
        Example(text: "a: e3", value: ["a": "e3"]),
        Example(text: "a: .", value: ["a": "."]),
        Example(text: "a: +7", value: ["a": 7]),
        Example(text: "a: 0", value: ["a": 0]),
        Example(text: "a: -0", value: ["a": 0]),
        Example(text: "a: 9223372036854775807", value: ["a": 9_223_372_036_854_775_807]),
        Example(text: "a: -9223372036854775808", value: ["a": .int(.min)]),
        Example(text: "a: 9223372036854775808", value: nil, codes: [.numberOutOfRange]),
        Example(text: "a: 0xFFFFFFFFFFFFFFFF", value: nil, codes: [.numberOutOfRange]),
        Example(text: "a: 1e999", value: nil, codes: [.numberOutOfRange]),
        Example(text: "a: .inf", value: nil, codes: [.notFinite]),
        Example(text: "a: -.INF", value: nil, codes: [.notFinite]),
        Example(text: "a: .NaN", value: nil, codes: [.notFinite]),
        Example(text: "a: 12:30", value: ["a": "12:30"]),
        Example(text: "a: 2024-01-01", value: ["a": "2024-01-01"]),
        Example(text: "a: 1_000", value: ["a": "1_000"], codes: [.underscoreNumber]),
        Example(text: "a: snake_1", value: ["a": "snake_1"]),
        Example(text: "a:", value: ["a": nil]),
        Example(text: "a: ~", value: ["a": nil]),
        Example(text: "a: NULL", value: ["a": nil]),
        Example(text: "a: ''", value: ["a": ""]),
        Example(text: "a: TRUE\nb: False", value: ["a": true, "b": false]),
        Example(text: "a: tRue", value: ["a": "tRue"]),
        Example(text: "{a: 1, a: 2}", value: ["a": 1], codes: [.duplicateKey]),
        Example(text: "{a: 1, \"a\": 2}", value: ["a": 1], codes: [.duplicateKey]),
        Example(text: "{1: x, \"1\": z}", value: ["1": "x"], codes: [.duplicateKey]),
        Example(text: "a: &x [1]\nb: *x", value: ["a": [1], "b": [1]]),
        Example(text: "a: *x\nb: &x 1", value: nil, codes: [.unknownAnchor]),
        Example(text: "a: &x [*x]", value: nil, codes: [.recursiveAlias]),
        Example(text: "a: &x 1\nb: &x 2", value: ["a": 1, "b": 2], codes: [.duplicateAnchor]),
        Example(text: "x: &x {a: 1}\ny:\n  <<: *x", value: ["x": ["a": 1], "y": [:]], codes: [.mergeKey]),
        Example(text: "\"<<\": 1", value: ["<<": 1]),
        Example(text: "if: !has(x)", value: nil, codes: [.refusedTag]),
        Example(text: "if: !done", value: nil, codes: [.refusedTag]),
        Example(text: "a: ! x", value: nil, codes: [.refusedTag]),
        Example(text: "a: !!str 1", value: ["a": "1"]),
        Example(text: "a: !!str null", value: ["a": "null"]),
        Example(text: "a: !!int \"5\"", value: ["a": 5]),
        Example(text: "a: !!float 5", value: ["a": 5.0]),
        Example(text: "a: !!bool true", value: ["a": true]),
        Example(text: "a: !!null", value: ["a": nil]),
        Example(text: "a: !!bool yes", value: nil, codes: [.tagMismatch]),
        Example(text: "a: !!int x", value: nil, codes: [.tagMismatch]),
        Example(text: "a: !!map {b: 1}\nc: !!seq [1]", value: ["a": ["b": 1], "c": [1]]),
        Example(text: "a: !!map [1]", value: ["a": [1]], codes: [.tagMismatch]),
        Example(text: "a: !!binary AA==", value: nil, codes: [.refusedTag]),
        Example(text: "? [a]\n: b", value: [:], codes: [.refusedKey]),
        Example(text: "? {a: 1}\n: b", value: [:], codes: [.refusedKey]),
        Example(text: "? a\n: b", value: ["a": "b"]),
        Example(text: "? |\n  a\n: b", value: [:], codes: [.refusedKey]),
        Example(text: "~: b", value: [:], codes: [.refusedKey]),
        Example(text: "'': b", value: [:], codes: [.refusedKey]),
        Example(text: "a: &a x\n*a : b", value: ["a": "x"], codes: [.refusedKey]),
        Example(text: "!!int 1: b", value: [:], codes: [.refusedTag]),
        Example(text: "a: 1\n---\nb: 2", value: ["a": 1], codes: [.severalDocuments]),
        Example(text: "---\na: 1\n...\n", value: ["a": 1]),
        Example(text: "%YAML 1.1\n---\na: 1", value: ["a": 1]),
        Example(text: "%YAML 1.2\n---\na: 1", value: ["a": 1]),
        Example(text: "%YAML 1.3\n---\na: 1", value: nil, codes: [.directive]),
        Example(text: "%TAG !e! tag:example.com,2000:\n---\na: 1", value: ["a": 1], codes: [.directive]),
        Example(text: "- a", value: nil, codes: [.rootNotMapping]),
        Example(text: "hello", value: nil, codes: [.rootNotMapping]),
        Example(text: "", value: nil, codes: [.emptyFile]),
        Example(text: "# only a comment\n", value: nil, codes: [.emptyFile]),
        Example(text: "---\n", value: nil, codes: [.emptyFile]),
        Example(text: "x: ${{ a ? b : c }}", value: nil, codes: [.expressionNeedsQuotes]),
        Example(text: "x: \"${{ a ? b : c }}\"", value: ["x": "${{ a ? b : c }}"]),
        Example(text: "x: ${{ a }} # note", value: ["x": "${{ a }}"]),
        Example(text: "x: ${{ a # b }}", value: nil, codes: [.commentInExpression]),
        Example(text: "x: {{ a }}", value: nil, codes: [.doubleBraces]),
        Example(text: "\u{FEFF}a: 1", value: ["a": 1]),
        Example(text: "a: 1\r\nb:\r\n  - 2\r\n", value: ["a": 1, "b": [2]]),
        Example(text: "a: 1\rb: 2\r", value: ["a": 1, "b": 2]),
    ]

    @Test("each example of the dialect has its value and its findings", arguments: examples)
    func example(_ example: Example) {
        let loaded = LoadedYAML(example.text)
        #expect(loaded.codes == example.codes.map(\.rawValue), "\(loaded.rendered)")
        #expect(loaded.value == example.value)
    }
}
