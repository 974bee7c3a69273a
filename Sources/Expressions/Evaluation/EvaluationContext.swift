/// What one evaluation holds: variables asked for so far, variables of macros, and what is left of the budget.
public struct EvaluationContext {
    let activation: any Activation
    let limits: ExpressionLimits
    let variableNames: [String]
    var variables: [ExpressionValue?]
    var locals: [ExpressionValue]
    private var remainingCost: Int

    init(activation: any Activation, limits: ExpressionLimits, variableNames: [String], localCount: Int) {
        self.activation = activation
        self.limits = limits
        self.variableNames = variableNames
        variables = Array(repeating: nil, count: variableNames.count)
        locals = Array(repeating: .null, count: localCount)
        remainingCost = limits.cost
    }

    /// Takes from the budget.
    @inline(__always)
    public mutating func charge(_ units: Int) throws(EvaluationError) {
        remainingCost -= units
        if remainingCost < 0 { throw Self.overBudget(limits.cost) }
    }

    /// Takes the price of scanning or building text.
    @inline(__always)
    public mutating func charge(bytes: Int) throws(EvaluationError) {
        try charge(bytes / 10)
    }

    /// Checks the size of something that is about to be built, and takes its price.
    public mutating func build(bytes: Int) throws(EvaluationError) {
        guard bytes <= limits.resultBytes else {
            throw EvaluationError(.overBudget, "the result is larger than \(limits.resultBytes) bytes")
        }
        try charge(bytes: bytes)
    }

    @inline(never)
    private static func overBudget(_ cost: Int) -> EvaluationError {
        EvaluationError(.overBudget, "the expression did more than \(cost) units of work; make the lists or texts smaller")
    }
}
