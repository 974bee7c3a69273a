import Testing
import Values

@testable import Expressions

@Suite("Templates")
struct TemplateTests {
    static let environment = ExpressionEnvironment(variables: [("order", .dyn), ("count", .int), ("steps", .dyn)])
    static let activation = DictionaryActivation([
        "order": [
            "id": 7, "total": 249.9, "note": nil, "tags": ["a", "b"], "customer": ["name": "Ayşe"], "text": "${{ count }}",
        ],
        "count": 3, "steps": [:],
    ])

    static func value(_ text: String, newline: Bool = false) throws -> Value {
        try Template.compile(text, in: environment, wholeMayEndWithNewline: newline).evaluate(activation).json()
    }

    @Test(
        "text, holes and marks",
        arguments: [
            ("plain", "plain"), ("", ""), ("${{ count }}", 3), ("${{count}}", 3), ("n = ${{ count }}", "n = 3"),
            ("${{ order.tags }}", ["a", "b"]), ("tags: ${{ order.tags }}", "tags: [\"a\",\"b\"]"),
            ("${{ count }}${{ count }}", "33"), ("${{ order.total }} TL", "249.9 TL"), ("${{ 1.0 }}!", "1!"),
            ("${{ true }}!", "true!"),
            ("${{ duration('90s') }}!", "90s!"), ("${{ timestamp(0) }}!", "1970-01-01T00:00:00Z!"), ("${{ 5u }}!", "5!"),
            ("${{ {'a': {'b': 1}} }}", ["a": ["b": 1]]), ("${{ {'a': {'b': 1}}}}", ["a": ["b": 1]]),
            ("${{ '}}' }}", "}}"), ("${{ \"}}\" + r'}}' }}", "}}}}"), ("${{ '''}}''' }}x", "}}x"),
            ("${{ b'}}' == b'}}' }}", true),
            ("$${{ count }}", "${{ count }}"), ("$$${{ x", "$${{ x"), ("a $${{ ${{ count }}", "a ${{ 3"), ("$ {{ }}", "$ {{ }}"),
            ("{{ count }}", "{{ count }}"), (" ${{ count }}", " 3"), ("${{ count }}\n", "3\n"),
            ("${{ order.text }}", "${{ count }}"), ("x ${{ order.text }}", "x ${{ count }}"),
            ("${{ count // a note }}\n }}", 3), ("${{\n  count\n}}", 3), ("${{ optional.of(1) }}!", "1!"),
            ("ş${{ 'ğ' }}😀", "şğ😀"),
        ] as [(String, Value)])
    func evaluates(text: String, expected: Value) throws {
        #expect(try Self.value(text) == expected)
    }

    @Test("a block scalar that holds one expression loses its final newline, and only then")
    func blockScalar() throws {
        #expect(try Self.value("${{ count }}\n", newline: true) == 3)
        #expect(try Self.value("n ${{ count }}\n", newline: true) == "n 3\n")
        #expect(try Self.value("${{ count }} \n", newline: true) == "3 \n")
    }

    @Test(
        "mistakes have a code and a place in the text",
        arguments: [
            ("a ${{ count", ExpressionCode.template, 2..<5), ("${{ count }", .template, 10..<11), ("${{ }}", .syntax, 4..<4),
            ("a ${{ cuont }} b", .unknownVariable, 6..<11), ("${{ 'x }}", .literal, 4..<9),
            ("ş ${{ 1 + 'a' }}", .noOverload, 8..<9),
            ("a ${{ null }}", .unexpectedType, 6..<10), ("a ${{ b'x' }}", .unexpectedType, 6..<10),
        ])
    func mistakes(text: String, code: ExpressionCode, range: Range<Int>) {
        let error = #expect(throws: ExpressionIssues.self) { try Template.compile(text, in: Self.environment) }
        #expect(error?.issues.first?.code == code)
        #expect(error?.issues.first?.range == range)
    }

    @Test("mistakes of all holes are found at once, in order")
    func allMistakes() {
        let error = #expect(throws: ExpressionIssues.self) {
            try Template.compile("${{ a }} and ${{ 1 + 'b' }} and ${{ c.d + e }}", in: Self.environment)
        }
        #expect(error?.issues.map(\.code) == [.unknownVariable, .noOverload, .unknownVariable, .unknownVariable])
    }

    @Test("null and empty optionals inside text are errors that name the expression")
    func noText() throws {
        for (text, name) in [("a ${{ order.note }}", "`order.note`"), ("a ${{ order.?fax }}", "`order.?fax`")] {
            let error = #expect(throws: EvaluationError.self) { try Self.value(text) }
            #expect(error?.code == .notConvertible)
            #expect(error?.message.contains(name) == true)
            #expect(error?.range.isEmpty == false)
        }
        #expect(try Self.value("${{ order.note }}") == nil)
    }

    @Test("a missing field names what is there, and stands at its place in the text")
    func missing() throws {
        let error = #expect(throws: EvaluationError.self) { try Self.value("to ${{ order.customer.phone }}") }
        #expect(error?.message == "no such field `phone`; the map has: name")
        #expect(error?.isMissingValue == true)
        #expect(error?.range == 7..<27)
    }

    @Test("the type of the whole is known")
    func types() throws {
        func type(_ text: String) throws -> ExpressionType { try Template.compile(text, in: Self.environment).resultType }
        #expect(try type("x") == .string)
        #expect(try type("${{ count }}") == .int)
        #expect(try type("${{ [count] }}") == .list(.int))
        #expect(try type("a${{ count }}") == .string)
        #expect(try Template.compile("x", in: Self.environment).isLiteral)
        #expect(try Template.compile("$${{", in: Self.environment).literalText == "${{")
        #expect(try !Template.compile("${{ 1 }}", in: Self.environment).isLiteral)
    }

    @Test("an expected type is held against the whole value")
    func expecting() throws {
        _ = try Template.compile("${{ count }}", in: Self.environment, expecting: .int)
        _ = try Template.compile("${{ order.id }}", in: Self.environment, expecting: .int)
        for text in ["${{ 'a' }}", "abc", "a ${{ count }}"] {
            let error = #expect(throws: ExpressionIssues.self) {
                try Template.compile(text, in: Self.environment, expecting: .int)
            }
            #expect(error?.issues.map(\.code) == [.unexpectedType])
        }
    }

    @Test("references count from the start of the text")
    func references() throws {
        let template = try Template.compile("id ${{ order.id }} of ${{ steps.a.output.b }}", in: Self.environment)
        #expect(
            template.references == [
                Reference(root: "order", path: ["id"], range: 7..<15),
                Reference(root: "steps", path: ["a", "output", "b"], range: 26..<42),
            ])
    }

    @Test("text is limited")
    func limited() throws {
        var limits = ExpressionLimits.standard
        limits.resultBytes = 100
        let environment = ExpressionEnvironment(variables: [("x", .dyn)], limits: limits)
        let template = try Template.compile("${{ x }}${{ x }}", in: environment)
        let error = #expect(throws: EvaluationError.self) {
            try template.evaluate(DictionaryActivation(["x": Value.string(String(repeating: "a", count: 60))]))
        }
        #expect(error?.code == .overBudget)
    }
}
