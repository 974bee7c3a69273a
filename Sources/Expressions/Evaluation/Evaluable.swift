/// A compiled node: knows how to get its value. Immutable, so that one compiled expression serves any number of evaluations.
protocol Evaluable: AnyObject, Sendable {
    /// Where errors of this node point.
    var range: Range<Int> { get }
    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue
}

final class LiteralNode: Evaluable {
    let value: ExpressionValue
    let range: Range<Int>

    init(_ value: ExpressionValue, _ range: Range<Int>) {
        self.value = value
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        return value
    }
}

/// A variable of the activation.
final class VariableNode: Evaluable {
    let slot: Int
    let range: Range<Int>

    init(slot: Int, _ range: Range<Int>) {
        self.slot = slot
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        return try context.variable(slot, range)
    }
}

/// A variable of a macro.
final class LocalNode: Evaluable {
    let slot: Int
    let range: Range<Int>

    init(slot: Int, _ range: Range<Int>) {
        self.slot = slot
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        return context.locals[slot]
    }
}

/// Fails when it is reached: a name that nobody knows, in an expression that was compiled without checking.
final class FailureNode: Evaluable {
    let error: EvaluationError
    var range: Range<Int> { error.range }

    init(_ error: EvaluationError) {
        self.error = error
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        throw error
    }
}
