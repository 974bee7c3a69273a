import Testing
import Values

@testable import Expressions

@Suite("Conditions")
struct ConditionTests {
    static let environment = ExpressionEnvironment(variables: [("order", .dyn), ("count", .int)])
    static let activation = DictionaryActivation(["order": ["paid": true, "id": 7], "count": 3])

    @Test(
        "a bare expression, or one hole around the whole",
        arguments: [
            ("count > 2", true), ("${{ count > 2 }}", true), ("  ${{ count > 5 }}  ", false), ("order.paid", true),
            ("!order.paid", false),
            ("{'a': true}['a']", true), ("${{ {'a': true}['a'] }}", true), ("count > 2\n", true),
        ])
    func evaluates(text: String, expected: Bool) throws {
        #expect(try Self.environment.compileCondition(text).evaluate(Self.activation) == expected)
    }

    @Test(
        "what is no condition is refused",
        arguments: [
            ("count", ExpressionCode.unexpectedType), ("${{ 'yes' }}", .unexpectedType), ("size([1])", .unexpectedType),
            ("${{ count > 2 }} ", nil), ("x ${{ count > 2 }}", .conditionWithText),
            ("${{ true }} && ${{ false }}", .conditionWithText),
            ("${{ count > 2", .template), ("", .syntax), ("count >", .syntax),
        ] as [(String, ExpressionCode?)])
    func refused(text: String, code: ExpressionCode?) {
        do {
            _ = try Self.environment.compileCondition(text)
            #expect(code == nil)
        } catch {
            #expect(error.issues.first?.code == code)
        }
    }

    @Test("a number says what to write")
    func number() {
        let error = #expect(throws: ExpressionIssues.self) { try Self.environment.compileCondition("${{ count }}") }
        #expect(error?.issues.first?.message == "a condition must be true or false; this gives int")
        #expect(error?.issues.first?.range == 4..<9)
    }

    @Test("data that are no bool are an error when it runs, never a guess")
    func dynamic() throws {
        let condition = try Self.environment.compileCondition("order.id")
        let error = #expect(throws: EvaluationError.self) { try condition.evaluate(Self.activation) }
        #expect(error?.code == .wrongKind)
        #expect(error?.message == "a condition must be true or false; this gave int")
    }
}
