import Testing
import Values

@testable import Expressions

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

@Suite("Limits")
struct LimitTests {
    static let environment = ExpressionEnvironment(variables: [("x", .dyn), ("list", .dyn)])

    static func issue(_ source: String, _ environment: ExpressionEnvironment = environment) -> ExpressionIssue? {
        do throws(ExpressionIssues) {
            _ = try environment.compile(source)
            return nil
        } catch {
            return error.issues.first
        }
    }

    @Test("as many levels and terms as the language asks for, and more, are allowed")
    func allowed() {
        for source in [
            repeated("(", 90) + "1" + repeated(")", 90), repeated("[", 90) + repeated("]", 90), repeated("!", 90) + "true",
            repeated("-", 90) + "1", repeated("true ? 1 : ", 90) + "1", "1" + repeated(" + 1", 200),
            "true" + repeated(" && true", 2_000),
            "false" + repeated(" || false", 1_500), "x" + repeated(".a", 200), "x" + repeated("[0]", 200),
            "[" + repeated("1, ", 5_000) + "]",
            repeated("int(", 90) + "1" + repeated(")", 90),
        ] {
            #expect(Self.issue(source) == nil, "\(source.prefix(40))")
        }
    }

    @Test("beyond that there is an error, never a crash")
    func tooMuch() {
        let sources = [
            repeated("(", 16_000), repeated("[", 16_000), repeated("{1:", 5_000), repeated("!", 16_000) + "true",
            repeated("-", 16_000) + "1",
            repeated("true ? 1 : ", 1_400) + "1", "1" + repeated("+1", 8_000), "x" + repeated(".a", 8_000),
            "x" + repeated("[0]", 5_000), repeated("x.map(x,", 2_000), repeated("f(", 8_000), "x" + repeated(".?a", 5_000),
            "x" + repeated(".f()", 4_000), "'" + repeated("a", 20_000) + "'", repeated("ş", 9_000), "1" + repeated(" < 1", 4_000),
            repeated("has(", 4_000), repeated("cel.bind(a, 1, ", 1_000) + "1",
        ]
        for source in sources {
            let issue = Self.issue(source)
            #expect(issue?.code == .tooLarge, "\(source.prefix(40))")
            #expect(issue.map { $0.range.upperBound <= source.unicodeScalars.count } == true, "\(source.prefix(40))")
        }
    }

    @Test("the number of parts is limited")
    func nodes() {
        var limits = ExpressionLimits.standard
        limits.nodes = 10
        let environment = ExpressionEnvironment(limits: limits)
        #expect(Self.issue("[1, 2, 3, 4, 5, 6, 7, 8, 9]", environment) == nil)
        #expect(Self.issue("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", environment)?.code == .tooLarge)
    }

    @Test("macros stand inside each other four deep, and no deeper")
    func comprehensions() {
        #expect(Self.issue("x.map(a, a.map(b, b.map(c, c.map(d, d))))") == nil)
        #expect(Self.issue("x.map(a, a.map(b, b.map(c, c.map(d, d.map(e, e)))))")?.code == .tooLarge)
        #expect(Self.issue("x.map(a, a).map(b, b).map(c, c).map(d, d).map(e, e)") == nil)
    }

    @Test(
        "work is limited",
        arguments: [
            "lists.range(2000).map(a, lists.range(2000).map(b, a * b).sum())", "lists.range(2000000)",
            "list.all(a, list.all(b, list.all(c, a + b + c >= 0)))",
            "lists.range(1000).map(a, list).flatten().size()",
            "cel.bind(a, lists.range(1000), cel.bind(b, a.map(i, a), a.map(j, b) == a.map(j, b)))",
            "cel.bind(a, lists.range(1000), cel.bind(b, a.map(i, a), toJson(a.map(j, b))))",
            "cel.bind(a, lists.range(1000), cel.bind(b, a.map(i, a), a.map(j, b) in [a.map(j, b)]))",
            "cel.bind(a, lists.range(1000), cel.bind(b, a.map(i, a), '%s'.format([a.map(j, b)])))",
            "lists.range(100000).map(a, 'x'.matches('(a*)*' + string(a))).size()",
            "lists.range(1000).exists(a, list.map(b, list.map(c, c)).size() < 0)", "lists.range(100000).map(i, [i]).distinct()",
        ])
    func work(source: String) throws {
        let activation = DictionaryActivation(["list": Value.list((0..<1000).map { .int($0) })])
        let expression = try Self.environment.compile(source)
        let error = #expect(throws: EvaluationError.self) { try expression.evaluate(activation) }
        #expect(error?.code == .overBudget)
    }

    @Test(
        "what an expression builds is limited",
        arguments: [
            "cel.bind(a, x + x + x + x + x + x + x + x + x + x, cel.bind(b, a + a + a + a + a + a + a + a + a + a, b + b + b + b + b + b + b + b + b + b + b))",
            "x.replace('', x)", "lists.range(2000).map(i, x)", "lists.range(2000).map(i, x).join()",
            "cel.bind(a, lists.range(1000), cel.bind(b, a.map(i, a), a.map(j, b)))", "lists.range(1000).map(i, list)",
            "regex.replace(x, '', x)",
        ])
    func result(source: String) throws {
        let document = Value.list((0..<1000).map { _ in .string(String(repeating: "y", count: 100)) })
        let activation = DictionaryActivation(["x": .string(String(repeating: "x", count: 1_050)), "list": document])
        let expression = try Self.environment.compile(source)
        let error = #expect(throws: EvaluationError.self) { try expression.evaluate(activation) }
        #expect(error?.code == .overBudget)
    }

    @Test("large data that only pass through are fine")
    func passingThrough() throws {
        let rows = Value.list((0..<50_000).map { ["id": .int($0), "text": .string(String(repeating: "x", count: 100))] })
        let activation = DictionaryActivation(["x": rows])
        #expect(try Self.environment.compile("x").evaluate(activation).json() == rows)
        #expect(try Self.environment.compile("{'rows': x}.rows.size()").evaluate(activation).isEqual(to: .int(50_000)))
        #expect(try Self.environment.compile("{'rows': x}").evaluate(activation).json()["rows"] == rows)
    }
}
