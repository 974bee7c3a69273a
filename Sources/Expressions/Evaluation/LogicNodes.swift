/// `a && b && ...` and `a || b || ...`: one operand that decides wins over errors in the others, on either side.
final class LogicNode: Evaluable {
    let operands: [any Evaluable]
    /// The value that decides: false for and, true for or.
    let deciding: Bool
    let range: Range<Int>

    init(_ operands: [any Evaluable], deciding: Bool, _ range: Range<Int>) {
        self.operands = operands
        self.deciding = deciding
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        var failure: EvaluationError?
        for operand in operands {
            do throws(EvaluationError) {
                let value = try operand.evaluate(&context)
                guard case .bool(let flag) = value else {
                    throw EvaluationError(
                        .wrongKind,
                        "`\(deciding ? "||" : "&&")` takes bool on both sides, found \(value.kindName)", at: operand.range)
                }
                if flag == deciding { return .bool(deciding) }
            } catch {
                if error.code == .overBudget { throw error }
                if failure == nil { failure = error }
            }
        }
        if let failure { throw failure }
        return .bool(!deciding)
    }
}

final class NotNode: Evaluable {
    let operand: any Evaluable
    let range: Range<Int>

    init(_ operand: any Evaluable, _ range: Range<Int>) {
        self.operand = operand
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let value = try operand.evaluate(&context)
        guard case .bool(let flag) = value else {
            throw EvaluationError(.wrongKind, "`!` takes bool, found \(value.kindName)", at: operand.range)
        }
        return .bool(!flag)
    }
}

/// `condition ? yes : no`
final class ConditionalNode: Evaluable {
    let condition: any Evaluable
    let yes: any Evaluable
    let no: any Evaluable
    let range: Range<Int>

    init(_ condition: any Evaluable, _ yes: any Evaluable, _ no: any Evaluable, _ range: Range<Int>) {
        self.condition = condition
        self.yes = yes
        self.no = no
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let value = try condition.evaluate(&context)
        guard case .bool(let flag) = value else {
            throw EvaluationError(
                .wrongKind, "the condition of `? :` must be true or false, found \(value.kindName)", at: condition.range)
        }
        return try flag ? yes.evaluate(&context) : no.evaluate(&context)
    }
}

/// The first operand that is neither null nor missing.
final class CoalesceNode: Evaluable {
    let operands: [any Evaluable]
    let range: Range<Int>

    init(_ operands: [any Evaluable], _ range: Range<Int>) {
        self.operands = operands
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        for operand in operands {
            do throws(EvaluationError) {
                switch try operand.evaluate(&context) {
                case .null, .optional(nil): continue
                case .optional(let value?): return value
                case let value: return value
                }
            } catch  where error.isMissingValue {
                continue
            } catch {
                throw error
            }
        }
        return .null
    }
}
