/// A condition of a workflow: an expression that must be true or false.
public struct Condition: Sendable {
    public let expression: CompiledExpression

    public var references: [Reference] { expression.references }

    /// Compiles a bare expression, or one `${{ }}` that spans the whole text; ranges count from the start of the text.
    public static func compile(
        _ text: String, in environment: ExpressionEnvironment
    ) throws(ExpressionIssues) -> Condition {
        let scalars = Array(text.unicodeScalars)
        let whole = Template.trimmed(0..<scalars.count, scalars)
        let range: Range<Int>
        do throws(ExpressionIssue) {
            range = try expressionRange(scalars, whole)
        } catch {
            throw ExpressionIssues([error])
        }
        let expression = try environment.compile(scalars, range)
        var solver = TypeSolver()
        guard solver.assign(expression.resultType, to: .bool) else {
            throw ExpressionIssues([
                ExpressionIssue(
                    .unexpectedType, "a condition must be true or false; this gives \(expression.resultType)",
                    at: Template.trimmed(range, scalars), help: Conversion.help(from: expression.resultType, to: .bool))
            ])
        }
        return Condition(expression: expression)
    }

    /// Whether the condition holds. Anything but true and false is an error, never a guess.
    public func evaluate(_ activation: some Activation) throws(EvaluationError) -> Bool {
        let value = try expression.evaluate(activation)
        guard case .bool(let flag) = value else {
            throw EvaluationError(
                .wrongKind, "a condition must be true or false; this gave \(value.kindName)", at: expression.range)
        }
        return flag
    }

    /// Where the expression stands, once the marks around it are taken off.
    private static func expressionRange(_ text: [Unicode.Scalar], _ whole: Range<Int>) throws(ExpressionIssue) -> Range<Int> {
        var holeStart: Int?
        for index in whole where index + 2 < text.count && text[index] == "$" && text[index + 1] == "{" && text[index + 2] == "{"
        {
            holeStart = index
            break
        }
        guard let holeStart else { return whole }
        if holeStart == whole.lowerBound {
            let parts = try TemplateScanner.parts(of: Array(text[..<whole.upperBound]))
            let holes = parts.compactMap { part -> Range<Int>? in if case .hole(let range) = part { range } else { nil } }
            if holes.count == 1, holes[0].upperBound + 2 == whole.upperBound { return holes[0] }
        }
        throw ExpressionIssue(
            .conditionWithText, "a condition is one expression; text around `${{ }}` would make it always true", at: whole,
            help: ["write the bare expression, without `${{ }}`"])
    }
}

extension ExpressionEnvironment {
    /// Compiles a condition: see `Condition.compile`.
    public func compileCondition(_ text: String) throws(ExpressionIssues) -> Condition {
        try Condition.compile(text, in: self)
    }
}
