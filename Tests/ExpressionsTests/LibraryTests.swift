import Testing
import Values

@testable import Expressions

/// Cases that the public suite does not have: lists, sets, regular expressions, and Ulak's own functions.
@Suite("Library")
struct LibraryTests {
    static let environment = ExpressionEnvironment(variables: [
        ("rows", .dyn), ("mixed", .dyn), ("empty", .dyn), ("text", .dyn), ("turkish", .string), ("n", .dyn),
    ])
    static let activation = DictionaryActivation([
        "rows": [["name": "b", "price": 2], ["name": "a", "price": 10.5], ["name": "c", "price": nil]],
        "mixed": [1, "a", nil, 2.5],
        "empty": [], "text": "İstanbul, Şişli", "turkish": "şğüıöç", "n": 7,
    ])

    static func evaluate(_ source: String) throws -> ExpressionValue {
        try environment.compile(source).evaluate(activation)
    }

    @Test(
        "results",
        arguments: [
            // Lists
            ("[3, 1, 2].sort()", "[1,2,3]"), ("['b', 'a'].sort()", "[\"a\",\"b\"]"), ("[2, 1.5, 1u].sort()", "[1,1.5,2]"),
            ("[].sort()", "[]"),
            ("[true, false].sort()", "[false,true]"), ("[duration('2s'), duration('1s')].sort()", "[\"1s\",\"2s\"]"),
            ("rows.sortBy(r, r.name).map(r, r.name)", "[\"a\",\"b\",\"c\"]"),
            ("['bb', 'a', 'cc'].sortBy(s, size(s))", "[\"a\",\"bb\",\"cc\"]"),
            ("[1, 1.0, 1u, 2].distinct()", "[1,2]"), ("[[1], [1], [2]].distinct()", "[[1],[2]]"),
            ("mixed.distinct().size()", "4"),
            ("[null, null, {'a': 1}, {'a': 1.0}].distinct()", "[null,{\"a\":1}]"), ("[[1, 2], [], [3]].flatten()", "[1,2,3]"),
            ("[[[1]], [[2]]].flatten()", "[[1],[2]]"), ("[1, [2, [3, [4]]]].flatten(2)", "[1,2,3,[4]]"),
            ("[1, [2]].flatten(0)", "[1,[2]]"),
            ("[1, 2, 3].slice(0, 0)", "[]"), ("[1, 2, 3].slice(3, 3)", "[]"), ("rows.slice(0, 1)[0].name", "\"b\""),
            ("lists.range(0)", "[]"),
            ("[].first().hasValue()", "false"), ("empty.last().orValue('none')", "\"none\""),
            ("rows.first().?name.value()", "\"b\""),
            ("[1, 2].reverse()", "[2,1]"), ("rows.reverse().map(r, r.name)", "[\"c\",\"a\",\"b\"]"), ("rows + [1]", nil),
            // Sets
            ("sets.contains([], [])", "true"), ("sets.contains([1], [])", "true"), ("sets.contains([1], [1.0, 1u])", "true"),
            ("sets.contains([1], [2])", "false"), ("sets.contains([[1], {'a': 1}], [{'a': 1}])", "true"),
            ("sets.equivalent([1, 2, 3], [3u, 2.0, 1])", "true"), ("sets.equivalent([1], [1, 2])", "false"),
            ("sets.equivalent([[1, 2]], [[1, 2], [1, 2]])", "true"), ("sets.intersects([], [1])", "false"),
            ("sets.intersects([1.5, 'a'], ['a'])", "true"),
            // Regular expressions
            ("regex.extract('a1b2', '[0-9]').value()", "\"1\""), ("regex.extract('a1b2', 'b([0-9])').value()", "\"2\""),
            ("regex.extract('abc', 'x').hasValue()", "false"), ("regex.extract('ac', 'a(b)?c').hasValue()", "false"),
            ("regex.extractAll('id=1&id=2', 'id=(\\\\d)')", "[\"1\",\"2\"]"), ("regex.extractAll('', 'a')", "[]"),
            ("regex.replace('abc', '', '-')", "\"-a-b-c-\""), ("regex.replace('a.b', '\\\\.', '\\\\\\\\')", "\"a\\\\b\""),
            ("regex.replace('John Smith', '(\\\\w+) (\\\\w+)', '\\\\2 \\\\1 \\\\0')", "\"Smith John John Smith\""),
            ("regex.replace('aaa', 'a', 'b', 0)", "\"aaa\""), ("regex.replace('aaa', 'a', 'b', 2)", "\"bba\""),
            ("regex.replace('aaa', 'a', 'b', -1)", "\"bbb\""), ("text.matches('(?i)şişli$')", "true"),
            ("turkish.matches('^\\\\pL+$')", "true"),
            // Aggregates
            ("sum([1, 2.5])", "3.5"), ("sum([1u, 2u])", "3"), ("[duration('1s'), duration('2s')].sum()", "\"3s\""),
            ("empty.sum()", "0"),
            ("rows.filter(r, r.price != null).map(r, r.price).sum()", "12.5"), ("min([2, 1.5])", "1.5"), ("max([1u, 2])", "2"),
            ("rows.map(r, r.name).max()", "\"c\""), ("min([timestamp(5), timestamp(3)])", "\"1970-01-01T00:00:03Z\""),
            // Missing
            ("coalesce(rows[9].name, 'none')", "\"none\""), ("coalesce(rows[2].price, 0)", "0"), ("coalesce(null)", "null"),
            ("coalesce(rows[2].price.amount, 1)", "1"), ("coalesce(rows[0].?x, 'y')", "\"y\""),
            ("coalesce(optional.of(1), 2)", "1"),
            ("coalesce(false, true)", "false"), ("coalesce('', 'x')", "\"\""),
            ("coalesce(rows[0].x.y.z, rows[0].y, rows[0].name)", "\"b\""),
            // Numbers and text
            ("n * 1.5", "10.5"), ("1.5 + 1", "2.5"), ("7 - 0.5", "6.5"), ("1 / 4.0", "0.25"), ("1 + 1.0", "2.0"),
            ("string(0.1 + 0.2)", "\"0.30000000000000004\""),
            ("string(1e21)", "\"1e+21\""), ("string(1e20)", "\"100000000000000000000\""), ("string(1.5e-7)", "\"1.5e-07\""),
            ("string(0.000001)", "\"0.000001\""),
            ("string(123456789.5)", "\"123456789.5\""), ("string(-0.0)", "\"-0\""), ("string(1e15)", "\"1000000000000000\""),
            ("turkish.size()", "6"), ("turkish.reverse()", "\"çöıüğş\""), ("turkish.charAt(5)", "\"ç\""),
            ("turkish.indexOf('ı')", "3"),
            ("'e\\u0301' == '\\u00e9'", "false"), ("{'e\\u0301': 1, '\\u00e9': 2}.size()", "2"), ("'\\ud83d\\ude00'.size()", "1"),
            ("'%.2f %.0f %.1f'.format([2.675, 0.5, -0.05])", "\"2.67 0 -0.1\""), ("'%e'.format([0.0])", "\"0.000000e+00\""),
            ("'%.3f'.format([1e21])", "\"1000000000000000000000.000\""),
            ("'%s'.format([1e30])", "\"1000000000000000000000000000000\""),
            ("'%.20f'.format([0.1])", "\"0.10000000000000000555\""), ("'%d'.format([-5])", "\"-5\""),
            ("'%x'.format([-30])", "\"-1e\""),
            // Encoding
            ("urlEncode('')", "\"\""), ("urlEncode('a-b_c.d~e')", "\"a-b_c.d~e\""), ("urlDecode('a+b%2B')", "\"a+b+\""),
            ("urlDecode(urlEncode(text)) == text", "true"),
            ("base64.decode('YQ') == b'a'", "true"), ("hex.encode(b'\\xff')", "\"ff\""), ("sha256('') == sha256(b'')", "true"),
            ("hmac(b'key', 'message') == hmac('key', b'message')", "true"), ("json('[1, 1.0, {}]')", "[1,1.0,{}]"),
            ("toJson(rows[0])", "\"{\\\"name\\\":\\\"b\\\",\\\"price\\\":2}\""), ("json(toJson(rows)) == rows", "true"),
            ("toJson(b'abc')", "\"\\\"YWJj\\\"\""),
            ("toJson({1: 'a', true: 'b'})", "\"{\\\"1\\\":\\\"a\\\",\\\"true\\\":\\\"b\\\"}\""),
        ] as [(String, String?)])
    func results(source: String, json: String?) throws {
        let value = try Self.evaluate(source).json()
        #expect(json == nil || value.jsonText() == json)
    }

    @Test(
        "errors",
        arguments: [
            ("mixed.sort()", ExpressionCode.wrongKind, "cannot be put in order"),
            ("rows.sort()", .wrongKind, "cannot be put in order"),
            ("[1, 2].slice(1, 3)", .missingValue, "no such slice"), ("[1].slice(-1, 1)", .missingValue, "no such slice"),
            ("lists.range(-1)", .invalidArgument, "0 or more"), ("[1].flatten(-1)", .invalidArgument, "0 or more"),
            ("regex.extract('a', '(a)(b)')", .invalidArgument, "2 groups"),
            ("regex.replace('a', 'a', '\\\\1')", .invalidArgument, "backslash"),
            ("regex.replace('a', 'a', 'b\\\\')", .invalidArgument, "single backslash"),
            ("'a'.matches(text + '(')", .invalidArgument, "no `)`"),
            ("mixed.sum()", .wrongKind, "element 1 is string"), ("empty.min()", .missingValue, "the list is empty"),
            ("mixed.max()", .wrongKind, "cannot compare"), ("json('{\"a\": }')", .invalidArgument, "line 1, column 7"),
            ("urlDecode('%zz')", .invalidArgument, "percent-encoded"), ("urlDecode('%ff')", .invalidArgument, "percent-encoded"),
            ("base64.decode('a')", .invalidArgument, "not base64"), ("hex.decode('abc')", .invalidArgument, "not hexadecimal"),
            ("hmac('a', 'b', 'md5')", .invalidArgument, "algorithms"),
            ("toJson(0.0 / 0.0)", .notConvertible, "JSON cannot write"),
            ("toJson(optional.none())", .notConvertible, "empty"), ("toJson({1: 'a', '1': 'b'})", .notConvertible, "same text"),
            ("toJson(18446744073709551615u)", .notConvertible, "uint"),
            ("coalesce(1 / 0, 2)", .arithmetic, "division by zero"), ("coalesce(n.x, 2)", .wrongKind, "not a map"),
            ("rows[2].price + 1", .wrongKind, "`+` does not take null and int"),
            ("rows[7]", .missingValue, "the list has 3 elements"),
            ("rows[0]['x']", .missingValue, "the map has: name, price"), ("optional.none().value()", .missingValue, "empty"),
            ("n.startsWith('a')", .wrongKind, "takes string.(string); found int, string"), ("size(n)", .wrongKind, "found int"),
            ("'%d'.format(['a'])", .wrongKind, "%d"),
            ("'%d %d'.format([1])", .invalidArgument, "2 clauses, but the list has 1 value"),
            ("{'a': 1, 'a': 2}", .invalidArgument, "twice"), ("{dyn(1.5): 1}", .wrongKind, "map key"),
            ("'a'.charAt(2)", .missingValue, "1 characters"),
            ("duration(text + '292y')", .invalidArgument, "not a duration"),
            ("timestamp('2026-02-30T00:00:0' + string(0) + 'Z')", .invalidArgument, "not a time"),
            ("timestamp('9999-12-31T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')", .arithmetic, "292 years"),
        ])
    func errors(source: String, code: ExpressionCode, message: String) {
        let error = #expect(throws: EvaluationError.self) { try Self.evaluate(source) }
        #expect(error?.code == code)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.range.isEmpty == false)
    }

    @Test("messages name fields and kinds, never values")
    func noValues() throws {
        let secret = "very-secret"
        let activation = DictionaryActivation(["rows": ["a": .string(secret)], "n": .string(secret)])
        for source in [
            "rows.b", "n + 1", "int(n)", "n.x", "rows[n]", "duration(n)", "json(n)", "n.matches(n + '(')", "rows.a.getHours(n)",
            "timestamp(0).getHours(n)",
        ] {
            let compiled = try Self.environment.compile(source)
            let error = #expect(throws: EvaluationError.self) { try compiled.evaluate(activation) }
            #expect(error?.message.contains(secret) == false, "\(source): \(error?.message ?? "")")
        }
    }
}
