import RegularExpressions
import Testing

/// Pattern, text, and what is expected: the text of the match and of its groups (`-` for a group that took no part), or `no`.
private let table: [(pattern: String, text: String, expected: String)] = [
    // Literals, alternatives, any
    ("abc", "xxabcxx", "abc"),
    ("", "abc", ""),
    ("a|b|c", "xc", "c"),
    ("ab|a", "ab", "ab"),
    ("a|ab", "ab", "a"),
    ("(a|ab)(c|bcd)", "abcd", "abcd|a|bcd"),
    ("a.c", "a\nc abc", "abc"),
    ("(?s)a.c", "a\nc", "a\nc"),
    ("|a", "a", ""),
    // Repetition
    ("a*", "aaab", "aaa"),
    ("a*?", "aaab", ""),
    ("a+?b", "aaab", "aaab"),
    ("a?b", "cab", "ab"),
    ("a{2}", "aaaa", "aa"),
    ("a{2,}", "aaaa", "aaaa"),
    ("a{1,3}", "aaaa", "aaa"),
    ("a{1,3}?", "aaaa", "a"),
    ("a{0}b", "ab", "b"),
    ("x{2", "x{2", "x{2"),
    ("a{,2}", "a{,2}", "a{,2}"),
    ("(a+)(b+)?", "aac", "aa|aa|-"),
    ("(a*)*", "b", "|"),
    ("(a*)+", "b", "|"),
    ("(?:ab)+", "ababa", "abab"),
    ("(a|b)*c", "abac", "abac|a"),
    ("(?U)a+", "aaa", "a"),
    ("(?U)a+?", "aaa", "aaa"),
    ("<.+?>", "<a><b>", "<a>"),
    ("(|a)*", "aa", "|"),
    // Groups
    ("(\\d+)-(\\d+)", "tel 12-345", "12-345|12|345"),
    ("(?P<year>\\d{4})", "in 2026", "2026|2026"),
    ("(?<year>\\d{4})", "in 2026", "2026|2026"),
    ("(?:a)(b)", "ab", "ab|b"),
    ("((a)(b))", "ab", "ab|ab|a|b"),
    ("(a)|(b)", "b", "b|-|b"),
    // Anchors and boundaries
    ("^abc$", "abc", "abc"),
    ("^abc$", "abcd", "no"),
    ("^b", "a\nb", "no"),
    ("(?m)^b$", "a\nb\nc", "b"),
    ("\\Ab", "ab", "no"),
    ("a\\z", "a\n", "no"),
    ("\\bfoo\\b", "a foo b", "foo"),
    ("\\bfoo\\b", "afoob", "no"),
    ("\\Bo", "foo", "o"),
    ("$", "ab", ""),
    // Classes
    ("[a-c]+", "xxabcd", "abc"),
    ("[^a-c]+", "abxyc", "xy"),
    ("[]a]+", "]a]", "]a]"),
    ("[^]a]", "]ab", "b"),
    ("[a-]+", "a-a", "a-a"),
    ("[-a]+", "a-a", "a-a"),
    ("[a\\-z]+", "-az", "-az"),
    ("[\\d_]+", "a1_2b", "1_2"),
    ("[^\\d]+", "1ab2", "ab"),
    ("[[:alpha:]]+", "12ab3", "ab"),
    ("[[:^alpha:]]+", "ab12", "12"),
    ("\\d+", "a12", "12"),
    ("\\D+", "12ab", "ab"),
    ("\\s+", "a \t\nb", " \t\n"),
    ("\\S+", "  ab ", "ab"),
    ("\\w+", "-a_1-", "a_1"),
    ("\\W+", "a--b", "--"),
    ("\\w+", "ş", "no"),
    ("\\d", "٣", "no"),
    // Unicode
    ("\\pL+", "12şığ3", "şığ"),
    ("\\p{L}+", "12abc", "abc"),
    ("\\PL+", "ab12", "12"),
    ("\\p{Lu}", "aŞ", "Ş"),
    ("\\p{^Lu}+", "ABc", "c"),
    ("\\P{Lu}+", "ABcd", "cd"),
    ("\\p{Greek}+", "abc αβγ", "αβγ"),
    ("[\\p{Greek}\\d]+", "x1α2", "1α2"),
    ("\\p{Han}+", "ab漢字", "漢字"),
    ("\\p{Nd}+", "a٣٤", "٣٤"),
    ("\\p{Cyrillic}+", "да", "да"),
    ("😀+", "a😀😀b", "😀😀"),
    (".", "😀", "😀"),
    ("[😀-😂]+", "😁😂x", "😁😂"),
    ("[^a]", "aé", "é"),
    ("\\x41\\x{1F600}", "A😀", "A😀"),
    ("\\101", "A", "A"),
    // Case
    ("(?i)abc", "xABcx", "ABc"),
    ("(?i)[a-c]+", "xABCx", "ABC"),
    ("(?i)ş", "Ş", "Ş"),
    ("(?i)straße", "STRAßE", "STRAßE"),
    ("(?i:a)b", "Ab", "Ab"),
    ("(?i:a)b", "AB", "no"),
    ("a(?i)b", "aB", "aB"),
    ("(?i)a(?-i)b", "AB", "no"),
    ("(?i)k", "\u{212A}", "\u{212A}"),
    ("(?i)\u{212A}", "k", "k"),
    ("(?i)[^a]", "Ab", "b"),
    ("(?i)\\p{Lu}+", "abC", "abC"),
    // Escapes
    ("a\\.b", "axb a.b", "a.b"),
    ("\\Qa.b*\\E+", "a.b**", "a.b**"),
    ("\\[\\]\\(\\)\\{\\}\\^\\$\\|\\\\", "[](){}^$|\\", "[](){}^$|\\"),
    ("\\t\\n\\r\\f\\v\\a", "\t\n\r\u{0C}\u{0B}\u{07}", "\t\n\r\u{0C}\u{0B}\u{07}"),
    ("\\/", "/", "/"),
    ("no match", "nothing", "no"),
]

@Suite("Matching")
struct MatchingTests {
    @Test("the leftmost match and its groups are found", arguments: table)
    func firstMatch(pattern: String, text: String, expected: String) throws {
        let expression = try RegularExpression(pattern)
        let match = expression.firstMatch(in: text)
        let found = match.map { match in
            (0...expression.groupCount).map { match.text(of: $0) ?? "-" }.joined(separator: "|")
        }
        #expect((found ?? "no") == expected)
        #expect(expression.isMatch(in: text) == (expected != "no"))
    }

    @Test(
        "all matches come from left to right without overlaps",
        arguments: [
            ("a", "banana", "a,a,a"), ("ana", "banana", "ana"), ("a*", "baac", ",aa,"), ("", "ab", ",,"),
            ("\\d+", "1 22 333", "1,22,333"),
            ("x*", "😀", ","), ("(?m)^.", "ab\ncd", "a,c"), ("^a", "aaa", "a"), ("\\b", "a b", ",,,"),
        ])
    func allMatches(pattern: String, text: String, expected: String) throws {
        let found = try RegularExpression(pattern).matches(in: text).map { $0.text() ?? "-" }
        #expect(found.joined(separator: ",") == expected)
    }

    @Test("places are UTF-8 offsets")
    func places() throws {
        let match = try #require(try RegularExpression("b(c)").firstMatch(in: "ş😀bc"))
        #expect(match.range == 6..<8)
        #expect(match.range(of: 1) == 7..<8)
    }

    @Test("group names are known")
    func names() throws {
        let expression = try RegularExpression("(?P<a>x)(y)(?<b>z)")
        #expect(expression.groupNames == ["a", nil, "b"])
    }
}
