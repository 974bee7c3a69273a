import Diagnostics
import Testing

@testable import Expressions

@Suite("Checking")
struct CheckerTests {
    static let output = ObjectType(
        name: "output of a.send", fields: [("id", .string), ("segments", .int), ("parts", .list(.string))])
    static let step = ObjectType(name: "step `notify`", fields: [("status", .string), ("output", .object(output))])
    static let steps = ObjectType(name: "steps", fields: [("notify", .object(step))])
    static let open = ObjectType(name: "trigger", fields: [("at", .timestamp)], isOpen: true)
    static let environment = ExpressionEnvironment(variables: [
        ("steps", .object(steps)), ("trigger", .object(open)), ("data", .dyn), ("count", .int), ("price", .double),
        ("name", .string),
        ("names", .list(.string)), ("labels", .map(.string, .string)),
    ])

    @Test(
        "types are found",
        arguments: [
            ("1 + 2", "int"), ("count * 1.5", "double"), ("count + data", "dyn"), ("data.a.b", "dyn"), ("names[0]", "string"),
            ("labels.x", "string"), ("labels.?x", "optional(string)"), ("names.map(n, size(n))", "list(int)"),
            ("names.map(n, {n: 1})", "list(map(string, int))"), ("[1, 'a']", "list(dyn)"), ("[]", "list(dyn)"),
            ("{}", "map(dyn, dyn)"),
            ("steps.notify.output.id", "string"), ("steps['notify'].output.segments + 1", "int"),
            ("steps.notify.output", "output of a.send"), ("trigger.at", "timestamp"), ("trigger.other.x", "dyn"),
            ("trigger.at - trigger.at", "duration"), ("names.sort()", "list(string)"), ("sum([1.5])", "double"),
            ("coalesce(data.a, 1)", "dyn"),
            ("coalesce(labels.?a, 'x')", "string"), ("coalesce(null, 1)", "int"), ("data ? 1 : 2", "int"),
            ("data || true", "bool"),
            ("type(1)", "type"), ("optional.of(1).orValue(2)", "int"), ("names.filter(n, n != '')", "list(string)"),
            ("labels.transformMap(k, v, size(v))", "map(string, int)"), ("cel.bind(x, count, [x])", "list(int)"),
            ("[timestamp(0), null][0]", "timestamp"), ("[null, duration('1s')][0]", "duration"),
            ("[optional.of(1), null][0]", "optional(int)"),
            ("names.first()", "optional(string)"), ("json('{}')", "dyn"), ("math.greatest(1, 2)", "int"),
            ("math.greatest(1, 2.0)", "dyn"),
            ("steps.map(k, k)", "list(string)"), ("[steps.notify, {'status': 'x'}]", "list(map(string, dyn))"),
            ("names.size() > 0 && data", "bool"),
            ("[optional.of(dyn(1)), optional.of(1)]", "list(optional(dyn))"), ("names == []", "bool"), ("1 < 1.5", "bool"),
        ])
    func types(source: String, type: String) throws {
        #expect(try Self.environment.compile(source).resultType.description == type)
    }

    /// What is wrong, and the message's own words.
    @Test(
        "mistakes say what was found and what to write",
        arguments: [
            ("nam", ExpressionCode.unknownVariable, "there is no variable `nam`", "did you mean `name`?"),
            ("pending", .unknownVariable, "there is no variable `pending`", "text needs quotes: 'pending'"),
            ("size", .unknownVariable, "there is no variable `size`", "`size` is a function: write size(...)"),
            ("siez(names)", .unknownFunction, "there is no function `siez`", "did you mean `size`?"),
            ("name.lowerASCII()", .unknownFunction, "there is no function `lowerASCII`", "did you mean `lowerAscii`?"),
            ("lowerAscii(name)", .unknownFunction, "`lowerAscii` cannot be called like this", "write value.lowerAscii()"),
            ("name.double()", .unknownFunction, "`double` cannot be called like this", "write double(value)"),
            ("math.absolute(1)", .unknownFunction, "there is no function `math.absolute`", ""),
            ("names.map(n)", .unknownFunction, "`map` cannot be called like this", "write list.map(x, expression)"),
            ("'order ' + count", .noOverload, "`+` does not take string + int", "write string(...) around the right side"),
            ("count + ' items'", .noOverload, "`+` does not take int + string", "write string(...) around the left side"),
            (
                "name == count", .noOverload, "`==` compares values of one type; found string == int",
                "write string(...) around the right side"
            ),
            (
                "price == 1", .noOverload, "`==` compares values of one type; found double == int",
                "write double(...) around the right side"
            ),
            ("price % 2", .noOverload, "`%` does not take double % int", "it takes int % int, uint % uint"),
            ("!count", .noOverload, "`!` takes bool; found int", "compare it, as in x > 0"),
            ("-name", .noOverload, "`-` takes int or double; found string", ""),
            ("count && true", .noOverload, "`&&` takes bool on both sides; found int", "compare it, as in x > 0"),
            ("count ? 1 : 2", .noOverload, "the condition of `? :` must be true or false; found int", "compare it, as in x > 0"),
            (
                "true ? 1 : 'a'", .noOverload, "both sides of `? :` must have one type; found int and string",
                "write string(...) around the left side"
            ),
            (
                "'a' in name", .noOverload, "`in` takes a value and a list or map of such values; found string in string",
                "text.contains"
            ),
            ("names['a']", .noOverload, "a list has int indexes, from 0; found string", "write int(...) around it"),
            ("labels[0]", .noOverload, "the keys of this map are string; found int", "write string(...) around it"),
            ("name[0]", .noOverload, "a string has no index", "write .charAt(0)"),
            (
                "names.name", .unknownField, "no field `name` here: what stands before it is list(string), not a map",
                "list.map(x, x.name)"
            ),
            (
                "name.size", .unknownField, "no field `size` here: what stands before it is string, not a map",
                "functions are called with brackets: .size()"
            ),
            ("steps.notfy.status", .unknownField, "steps has no field `notfy`", "did you mean `notify`?"),
            ("steps.notify.output.segmets", .unknownField, "output of a.send has no field `segmets`", "did you mean `segments`?"),
            ("has(steps.notify.outptu)", .unknownField, "step `notify` has no field `outptu`", "did you mean `output`?"),
            ("steps['x']", .unknownField, "steps has no field `x`", "it has: notify"),
            ("size(1)", .noOverload, "`size` cannot be called as size(int)", "it takes (string) or "),
            ("name.contains(1)", .noOverload, "`contains` cannot be called as string.contains(int)", "it takes string.(string)"),
            ("{1.5: 1}", .mapKey, "a map key must be string, int, uint or bool; found double", ""),
            ("has(name)", .macroUse, "`has` takes one field, as in has(order.phone)", ""),
            ("names.map(1, 2)", .macroUse, "`map` needs a plain name here", ""),
            ("names.all(x, x, true)", .macroUse, "the two variables of `all` need different names", ""),
            ("names.filter(n, n)", .noOverload, "the condition of `filter` must be true or false; found string", "bool"),
            ("count.map(x, x)", .noOverload, "`map` goes through a list or a map; found int", ""),
            ("name.matches('(')", .constantArgument, "the pattern is not a regular expression: this `(` has no `)`", ""),
            ("trigger.at.getHours('Mars')", .constantArgument, "this is no time zone", ""),
            ("formatTime(trigger.at, 'yyy')", .constantArgument, "`yyy` is not a part of a time pattern", ""),
            ("duration('1 hour')", .constantArgument, "the text is not a duration such as 90s", ""),
            ("timestamp('2026-02-30T00:00:00Z')", .constantArgument, "the text is not a time", ""),
            ("'%q'.format([1])", .constantArgument, "`%q` is not a clause of a format", ""),
            ("names.sortBy(n, [n])", .noOverload, "`sortBy` cannot put list(string) in order", ""),
            ("Foo{a: 1}", .syntax, "`Foo{...}` makes a message, and there are none here", "write a map"),
            ("name and count", .syntax, "`and` cannot stand here; an operator or the end was expected", "write `&&` for and"),
            ("name = 'a'", .syntax, "`=` means nothing in an expression", "write `==` to compare"),
            ("(1 + 2", .syntax, "expected `)` after the expression in brackets, found the end", ""),
            ("if", .syntax, "`if` is a reserved word", ""), ("1 +", .syntax, "expected a value, found the end", ""),
            ("'\\d'", .literal, "`\\d` is not an escape sequence", "put `r` before the quotes"),
            ("9223372036854775808", .literal, "this number does not fit an int (64 bits)", ""),
            ("12abc", .literal, "`12abc` is not a number", ""),
        ])
    func mistakes(source: String, code: ExpressionCode, message: String, advice: String) {
        let error = #expect(throws: ExpressionIssues.self) { try Self.environment.compile(source) }
        let issue = error?.issues.first
        #expect(issue?.code == code)
        #expect(issue?.message.hasPrefix(message) == true, "\(issue?.message ?? "")")
        let advised = ([issue?.label ?? ""] + (issue?.help ?? [])).joined(separator: "\n")
        #expect(advice.isEmpty || advised.contains(advice), "\(advised)")
        #expect(error?.issues.count == 1, "\(error.map(String.init(describing:)) ?? "")")
    }

    @Test("all mistakes of an expression are found, at their places")
    func several() {
        let error = #expect(throws: ExpressionIssues.self) {
            try Self.environment.compile("nam + 1 > 2 && names.map(n, n + 1).size() > cout")
        }
        #expect(error?.issues.map(\.range) == [0..<3, 30..<31, 44..<48])
    }

    @Test("a mistake becomes a diagnostic once its place in a file is known")
    func diagnostic() {
        let file = SourceFile(path: "a.yaml", text: "if: nam")
        let error = #expect(throws: ExpressionIssues.self) { try Self.environment.compile("nam") }
        let diagnostic = error?.issues.first?.diagnostic { range in
            let start = SourcePosition(line: 1, column: 5 + range.lowerBound, offset: 4 + range.lowerBound)
            let end = SourcePosition(line: 1, column: 5 + range.upperBound, offset: 4 + range.upperBound)
            return SourceLocation(file: file, range: SourceRange(start: start, end: end))
        }
        #expect(diagnostic?.code == "EXPR004")
        #expect(diagnostic?.location?.range.end.column == 8)
    }

    @Test(
        "references are the free variables with their constant paths",
        arguments: [
            ("steps.notify.output.id", ["steps.notify.output.id"]), ("steps['notify'].?output.id", ["steps.notify.output.id"]),
            ("data.items[0].name", ["data.items.0.name"]), ("data[name].x", ["data", "name"]), ("has(data.a.b)", ["data.a.b"]),
            ("names.map(n, n + name)", ["names", "name"]), ("data.items.map(x, x.price)", ["data.items"]),
            ("cel.bind(x, data.a, x.b)", ["data.a"]), ("data.a.size() + data.b", ["data.a", "data.b"]), ("int(1) + 2", []),
            ("coalesce(data.a, data.b)", ["data.a", "data.b"]), ("data.a[count + 1]", ["data.a", "count"]),
            ("(data.a).b", ["data.a.b"]),
        ])
    func references(source: String, expected: [String]) throws {
        let found = try Self.environment.compile(source).references.map { ([$0.root] + $0.path).joined(separator: ".") }
        #expect(found == expected)
    }

    @Test("functions of the host are checked and called like those of the library")
    func hostFunctions() throws {
        let twice = FunctionDeclaration(
            "demo.twice",
            [
                FunctionOverload([.int], .int) { (values, _) throws(EvaluationError) in
                    guard case .int(let number) = values[0] else { throw EvaluationError(.wrongKind, "int only") }
                    return .int(number * 2)
                }
            ])
        let environment = ExpressionEnvironment(functions: [twice])
        let value = try environment.compile("demo.twice(21)").evaluate(DictionaryActivation([String: ExpressionValue]()))
        #expect(value.isEqual(to: .int(42)))
        #expect(throws: ExpressionIssues.self) { try environment.compile("demo.twice('a')") }
    }

    @Test("an expected type is held against the result")
    func expecting() throws {
        _ = try Self.environment.compile("data.x", expecting: .int)
        _ = try Self.environment.compile("[]", expecting: .list(.string))
        _ = try Self.environment.compile("steps.notify.output", expecting: .map(.string, .dyn))
        let error = #expect(throws: ExpressionIssues.self) { try Self.environment.compile("count", expecting: .string) }
        #expect(error?.issues.first?.message == "this gives int, but string is expected")
        #expect(error?.issues.first?.help == ["write string(...) around it"])
    }
}
