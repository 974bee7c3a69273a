/// An expression that has been parsed and checked. Evaluate it as often as you like, from any number of threads.
public struct CompiledExpression: Sendable {
    /// What all copies share, so that a copy costs nothing.
    final class Code: Sendable {
        let source: String
        let range: Range<Int>
        let resultType: ExpressionType
        let references: [Reference]
        let root: any Evaluable
        let variableNames: [String]
        let localCount: Int
        let limits: ExpressionLimits

        init(
            source: String, range: Range<Int>, resultType: ExpressionType, references: [Reference], root: any Evaluable,
            variableNames: [String], localCount: Int, limits: ExpressionLimits
        ) {
            self.source = source
            self.range = range
            self.resultType = resultType
            self.references = references
            self.root = root
            self.variableNames = variableNames
            self.localCount = localCount
            self.limits = limits
        }
    }

    let code: Code

    /// The text of the expression.
    public var source: String { code.source }
    /// Where the expression stands in the text that was compiled, in Unicode scalars.
    public var range: Range<Int> { code.range }
    /// The type that the checker found; `dyn` when it depends on the data.
    public var resultType: ExpressionType { code.resultType }
    /// Where the expression reads variables, in the order of the text.
    public var references: [Reference] { code.references }

    init(_ code: Code) {
        self.code = code
    }

    /// Works out the value. The same variables always give the same value: there is no clock and no randomness.
    public func evaluate(_ activation: some Activation) throws(EvaluationError) -> ExpressionValue {
        var context = EvaluationContext(
            activation: activation, limits: code.limits, variableNames: code.variableNames, localCount: code.localCount)
        return try evaluate(&context)
    }

    /// Works out the value in a context that has the variables and room for the locals.
    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        do throws(EvaluationError) {
            let value = try code.root.evaluate(&context)
            try ResultMeter.check(value, code.limits)
            return value
        } catch {
            throw error.placed(at: code.range)
        }
    }

    /// The value when the expression is one literal.
    var literal: ExpressionValue? { (code.root as? LiteralNode)?.value }
}
