import Testing
import Values

@Suite("Reading JSON")
struct JSONReaderTests {
    static let validTexts: [(String, Value)] = [
        ("null", nil), ("true", true), ("false", false), (" \t\r\n1 \t\r\n", 1), ("\u{FEFF}1", 1),
        ("0", 0), ("-0", 0), ("-1", -1), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
        ("18446744073709551616", .double(0x1p64)), ("1.0", 1.0), ("-0.0", .double(-0.0)), ("1e0", 1.0), ("1E+2", 100.0),
        ("1e-2", 0.01), ("0.1", 0.1), ("1e308", 1e308), ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-999", 0.0),
        ("\"\"", ""), ("\"ş👩‍👧\"", "ş👩‍👧"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000\u015f\u015F""#, "\0şş"),
        (#""\ud83d\ude00""#, "😀"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), ("\"\u{7F}\"", "\u{7F}"),
        ("\"a\u{2028}\"", "a\u{2028}"),
        ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1,[2,{\"a\":[]}]]", [1, [2, ["a": []]]]),
        ("{\"a\":1,\"a\":2}", ["a": 2]), ("{\"\":0}", ["": 0]),
    ]

    @Test("valid texts have their values", arguments: validTexts)
    func valid(_ text: String, _ value: Value) throws {
        #expect(try Value(json: text) == value)
    }

    /// A text, what is said about it, and the byte where it is said.
    static let invalidTexts: [(String, String, Int)] = [
        ("", "the text ends where a value was expected", 0),
        ("  ", "the text ends where a value was expected", 2),
        ("nul", "the text ends where `null` was expected", 3),
        ("nuLl", "found `L` where `null` was expected", 2),
        ("True", "found `T` where a value was expected", 0),
        ("NaN", "found `N` where a value was expected", 0),
        ("'a'", "found `'` where a value was expected", 0),
        ("1 2", "there is more text after the value", 2),
        ("[1]]", "there is more text after the value", 3),
        ("null//", "there is more text after the value", 4),
        ("01", "this is not a JSON number", 0),
        ("-", "this is not a JSON number", 0),
        ("-a", "this is not a JSON number", 0),
        ("[1, 1.]", "this is not a JSON number", 4),
        (".5", "found `.` where a value was expected", 0),
        ("+1", "found `+` where a value was expected", 0),
        ("1e", "this is not a JSON number", 0),
        ("1e+", "this is not a JSON number", 0),
        ("0x1", "there is more text after the value", 1),
        ("[1e999]", "this number is too large for a 64-bit double", 1),
        ("[1,]", "found `]` where a value was expected", 3),
        ("[,1]", "found `,` where a value was expected", 1),
        ("[1 2]", "found `2` where `,` or `]` was expected", 3),
        ("[1", "the text ends where `,` or `]` was expected", 2),
        ("[", "the text ends where a value was expected", 1),
        ("{", "the text ends where a key in double quotes was expected", 1),
        ("{a:1}", "found `a` where a key in double quotes was expected", 1),
        ("{\"a\"1}", "found `1` where `:` was expected", 4),
        ("{\"a\"", "the text ends where `:` was expected", 4),
        ("{\"a\":}", "found `}` where a value was expected", 5),
        ("{\"a\":1,}", "found `}` where a key in double quotes was expected", 7),
        ("{\"a\":1 \"b\":2}", "found `\"` where `,` or `}` was expected", 7),
        ("{\"a\":1", "the text ends where `,` or `}` was expected", 6),
        ("[\n}", "found `}` where a value was expected", 2),
        ("[1\n\n", "the text ends where `,` or `]` was expected", 4),
        ("\"abc", "the text ends where `\"` was expected", 4),
        ("\"a\\n", "the text ends where `\"` was expected", 4),
        ("\"a\nb\"", "a control character (10) inside text must be escaped", 2),
        ("\"\\n\u{1}\"", "a control character (1) inside text must be escaped", 3),
        (#""\x""#, "this is not a JSON escape sequence", 1),
        (#""ab\u12g4""#, "this is not a JSON escape sequence", 3),
        (#""\u12"#, "this is not a JSON escape sequence", 1),
        ("\"\\", "the text ends where an escape sequence was expected", 2),
        (#""\ud800""#, "this escape is half of a surrogate pair", 1),
        (#""\ud800\n""#, "this escape is half of a surrogate pair", 1),
        (#""\ud800\u0041""#, "this escape is half of a surrogate pair", 1),
        (#""a\udc00""#, "this escape is half of a surrogate pair", 2),
    ]

    @Test("invalid texts have their error at the exact byte", arguments: invalidTexts)
    func invalid(_ text: String, _ reason: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try Value(json: text) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    @Test(
        "bytes that are no UTF-8 are refused inside text",
        arguments: [[0xFF], [0xC5], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) {
        for prefix in ["[\"a", "[\"\\n"] {
            let error = #expect(throws: JSONError.self) { try JSONReader().read(Array(prefix.utf8) + bytes + Array("\"]".utf8)) }
            #expect(error?.problem == .invalidUTF8)
            #expect(error?.offset == prefix.utf8.count)
        }
        let outside = #expect(throws: JSONError.self) { try JSONReader().read(bytes) }
        #expect(outside?.offset == 0)
    }

    @Test("the place counts lines and bytes from one")
    func place() {
        let error = #expect(throws: JSONError.self) { try Value(json: "{\n  \"ş\": 1,\n  \"ğ\" 2\n}") }
        #expect(error?.line == 3)
        #expect(error?.column == 8)
        #expect(error?.description == "found `2` where `:` was expected at byte 20 (line 3, column 8)")
    }

    @Test("integers and doubles stay apart")
    func identity() throws {
        #expect(try Value(json: "1") == .int(1))
        #expect(try Value(json: "1.0") == .double(1))
        #expect(Value.int(1) != Value.double(1))
        #expect(try Value(json: "1e2") == .double(100))
        #expect(try Value(json: "1").numberValue == 1)
        #expect(try Value(json: "1.0").intValue == nil)
        #expect(try Value(json: "[1, 1.0]").jsonText() == "[1,1.0]")
        #expect(try Value(json: "-0.0").jsonText() == "-0.0")
    }

    @Test("keys keep their order, and equality ignores it")
    func order() throws {
        let value = try Value(json: #"{"z":1,"a":2,"m":{"y":1,"b":2},"z":3}"#)
        #expect(value.objectValue?.keys == ["z", "a", "m"])
        #expect(value.jsonText() == #"{"z":3,"a":2,"m":{"y":1,"b":2}}"#)
        let other = try Value(json: #"{"m":{"b":2,"y":1},"a":2,"z":3}"#)
        #expect(value == other)
        #expect(value.hashValue == other.hashValue)
    }

    @Test("the depth limit counts lists and objects")
    func depth() throws {
        let reader = JSONReader(maximumDepth: 3)
        #expect(try reader.read("[[[]]]") == [[[]]])
        #expect(try reader.read("[{\"a\":[]},[[]]]") == [["a": []], [[]]])
        let error = #expect(throws: JSONError.self) { try reader.read("[[{\"a\":[1]}]]") }
        #expect(error?.problem == .tooDeep(limit: 3))
        #expect(error?.offset == 7)
        let deep = #expect(throws: JSONError.self) { try Value(json: String(repeating: "[", count: 1_000_000)) }
        #expect(deep?.problem == .tooDeep(limit: 128))
        #expect(deep?.offset == 128)
    }

    @Test("the size limit counts bytes")
    func size() throws {
        let reader = JSONReader(maximumSize: 4)
        #expect(try reader.read("\"ş\"") == "ş")
        let error = #expect(throws: JSONError.self) { try reader.read("\"şa\"") }
        #expect(error?.problem == .tooLarge(limit: 4))
    }
}
