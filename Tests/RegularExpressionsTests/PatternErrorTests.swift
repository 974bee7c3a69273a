import RegularExpressions
import Testing

@Suite("Patterns that are refused")
struct PatternErrorTests {
    @Test(
        "each mistake has its place and a plain message",
        arguments: [
            ("a(b", 1, "has no `)`"), ("ab)", 2, "without its `(`"), ("[ab", 0, "has no `]`"), ("*a", 0, "nothing before `*`"),
            ("a|+", 2, "nothing before `+`"), ("a**", 2, "two repetitions in a row"), ("a{2}{3}", 4, "two repetitions"),
            ("a\\", 1, "single backslash"), ("\\y", 0, "not an escape sequence"), ("(a)\\1", 3, "back to a group"),
            ("(?=a)", 0, "look-around"), ("(?!a)", 0, "look-around"), ("(?<=a)", 0, "look-around"), ("(?<!a)", 0, "look-around"),
            ("(?z)", 0, "not known"), ("[b-a]", 1, "ends before it starts"), ("a{3,2}", 1, "ends before it starts"),
            ("a{1001}", 1, "at most 1000"), ("\\p{Foo}", 0, "no class of characters"), ("[[:foo:]]", 1, "no class of characters"),
            ("(?P<a>x)(?P<a>y)", 8, "two groups named `a`"), ("(?P<a", 0, "group name"), ("\\x{110000}", 0, "names no character"),
            ("\\xZ", 0, "two hexadecimal digits"), ("(?i", 0, "has no `)`"), ("{2}", 0, "nothing before `{`"),
        ])
    func refused(pattern: String, offset: Int, message: String) {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("repetitions that unfold to a huge program are refused")
    func programSize() {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression("((a{100}){100}){100}") }
        #expect(error?.message.contains("too large") == true)
    }

    @Test("deep nesting is refused, not a crash")
    func nesting() {
        let pattern = String(repeating: "(", count: 20_000) + String(repeating: ")", count: 20_000)
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
        #expect(error?.message.contains("nested deeper") == true)
    }
}
