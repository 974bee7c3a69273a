/// What one evaluation holds: variables asked for so far, variables of macros, and what is left of the budget.
public struct EvaluationContext {
    let activation: any Activation
    let limits: ExpressionLimits
    let variableNames: [String]
    private var known = KnownVariables()
    var locals: [ExpressionValue]
    private var remainingCost: Int

    init(activation: any Activation, limits: ExpressionLimits, variableNames: [String], localCount: Int) {
        self.activation = activation
        self.limits = limits
        self.variableNames = variableNames
        locals = localCount == 0 ? [] : Array(repeating: .null, count: localCount)
        remainingCost = limits.cost
    }

    /// The value of a variable, asked for once.
    @inline(__always)
    mutating func variable(_ slot: Int, _ range: Range<Int>) throws(EvaluationError) -> ExpressionValue {
        if let value = known[slot] { return value }
        guard let value = activation.value(of: variableNames[slot]) else {
            throw EvaluationError(.unboundVariable, "`\(variableNames[slot])` has no value here", at: range)
        }
        known[slot] = value
        return value
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

/// Variables that were asked for. Most expressions have one or two, and those take no memory of their own.
private struct KnownVariables {
    private var first: ExpressionValue?
    private var second: ExpressionValue?
    private var others: [ExpressionValue?] = []

    @inline(__always)
    subscript(slot: Int) -> ExpressionValue? {
        get {
            switch slot {
            case 0: first
            case 1: second
            default: slot - 2 < others.count ? others[slot - 2] : nil
            }
        }
        set {
            switch slot {
            case 0: first = newValue
            case 1: second = newValue
            default:
                while others.count <= slot - 2 { others.append(nil) }
                others[slot - 2] = newValue
            }
        }
    }
}
