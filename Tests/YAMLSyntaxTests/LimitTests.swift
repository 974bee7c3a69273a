import Diagnostics
import Testing
import Values
import YAMLSyntax

@Suite("Limits")
struct LimitTests {
    private func codes(_ text: String, limits: YAMLLimits = YAMLLimits()) -> [String] {
        YAMLLoader(limits: limits).load(text, path: "w.yaml").diagnostics.map(\.code)
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test("64 levels are read and 65 are not")
    func depth() {
        #expect(codes("a: " + repeated("[", 63) + repeated("]", 63)) == [])
        #expect(codes("a: " + repeated("[", 64) + repeated("]", 64)) == ["YAML004"])
        let maps = (0..<63).map { repeated(" ", $0) + "a:\n" }.joined()
        #expect(codes(maps + repeated(" ", 63) + "a: 1") == [])
        #expect(codes(maps + repeated(" ", 63) + "a:\n" + repeated(" ", 64) + "a: 1") == ["YAML004"])
    }

    @Test("brackets by the hundred thousand end at the limit", arguments: ["[", "{a: ", "[{a: ", "- ", "? "])
    func deepInput(opening: String) {
        let loaded = YAMLLoader().load("a:\n  " + repeated(opening, 100_000), path: "w.yaml")
        #expect(loaded.document == nil)
        #expect(loaded.diagnostics.hasErrors)
    }

    @Test("aliases cannot nest deeper than the limit")
    func depthOfAliases() {
        let chain = (1..<100).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(codes("a0: &a0 [1]\n" + chain) == ["YAML004"])
    }

    @Test("50,000 nodes are the most")
    func nodes() {
        // The root, the key, the list and its elements.
        #expect(codes("a: [" + repeated("1,", 49_997) + "]") == [])
        #expect(codes("a: [" + repeated("1,", 49_998) + "]") == ["YAML005"])
    }

    @Test("an alias bomb stops at the budget before it is built")
    func bomb() {
        let lines =
            ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
            + (1...9).map { n in "a\(n): &a\(n) [" + Array(repeating: "*a\(n - 1)", count: 10).joined(separator: ", ") + "]" }
        #expect(codes(lines.joined(separator: "\n")) == ["YAML005"])
    }

    @Test("200 aliases are the most")
    func aliases() {
        #expect(codes("a: &a 1\nb: [" + repeated("*a ,", 200) + "]") == [])
        #expect(codes("a: &a 1\nb: [" + repeated("*a ,", 201) + "]") == ["YAML007"])
    }

    @Test("aliases cannot repeat a long text without end")
    func repeatedText() {
        let text = repeated("x", 200_000)
        #expect(codes("a: &a \(text)\nb: [" + repeated("*a ,", 20) + "]") == [])
        #expect(codes("a: &a \(text)\nb: [" + repeated("*a ,", 21) + "]") == ["YAML007"])
    }

    @Test("a file, a text and a key have their longest")
    func lengths() {
        #expect(codes("a: " + repeated("x", 256 << 10)) == [])
        #expect(codes("a: " + repeated("x", (256 << 10) + 1) + "\nb: 010\nb: 1") == ["YAML006", "YAML030"])
        #expect(codes(repeated("ş", 200) + ": 1") == [])
        #expect(codes(repeated("ş", 201) + ": 1") == ["YAML006"])
        #expect(codes("a: 1 #" + repeated("x", (1 << 20) - 6)) == [])
        #expect(codes("a: 1 #" + repeated("x", (1 << 20) - 5)) == ["YAML003"])
    }

    @Test("a hundred errors and a hundred warnings are reported")
    func findings() {
        let loaded = LoadedYAML("a: [" + repeated("yes, 010, ", 1_000) + "]\n" + repeated("a: 1\n", 500))
        #expect(loaded.codes.count { $0 == "YAML050" } == 100)
        #expect(loaded.codes.count { $0 == "YAML030" } == 100)
        #expect(loaded.codes.count { $0 == "YAML060" } == 100)
        #expect(loaded.value == nil)
    }

    @Test("a limit can be set lower")
    func ownLimits() {
        var limits = YAMLLimits()
        limits.depth = 1
        #expect(codes("a: 1", limits: limits) == [])
        #expect(codes("a: []", limits: limits) == ["YAML004"])
    }
}
