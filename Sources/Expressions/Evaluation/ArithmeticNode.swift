enum ArithmeticOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
}

/// `a + b` and its relatives, on whatever kinds arrive.
final class ArithmeticNode: Evaluable {
    let operation: ArithmeticOperator
    let left: any Evaluable
    let right: any Evaluable
    let range: Range<Int>

    init(_ operation: ArithmeticOperator, _ left: any Evaluable, _ right: any Evaluable, _ range: Range<Int>) {
        self.operation = operation
        self.left = left
        self.right = right
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let a = try left.evaluate(&context)
        let b = try right.evaluate(&context)
        do throws(EvaluationError) {
            return try Self.apply(operation, a, b, &context)
        } catch {
            throw error.placed(at: range)
        }
    }

    static func sum(
        _ a: ExpressionValue, _ b: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        try apply(.add, a, b, &context)
    }

    @inline(__always)
    private static func apply(
        _ operation: ArithmeticOperator, _ a: ExpressionValue, _ b: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        switch (a, b) {
        case (.int(let x), .int(let y)): return .int(try integer(operation, x, y))
        case (.uint(let x), .uint(let y)): return .uint(try integer(operation, x, y))
        case (.double(let x), .double(let y)): return try double(operation, x, y, a, b)
        case (.int(let x), .double(let y)): return try double(operation, Double(x), y, a, b)
        case (.double(let x), .int(let y)): return try double(operation, x, Double(y), a, b)
        default: break
        }
        switch operation {
        case .add: return try add(a, b, &context)
        case .subtract: return try subtract(a, b)
        default: throw mismatch(operation, a, b)
        }
    }

    @inline(__always)
    private static func integer<I: FixedWidthInteger>(
        _ operation: ArithmeticOperator, _ x: I, _ y: I
    ) throws(EvaluationError) -> I {
        let (value, overflow): (I, Bool)
        switch operation {
        case .add: (value, overflow) = x.addingReportingOverflow(y)
        case .subtract: (value, overflow) = x.subtractingReportingOverflow(y)
        case .multiply: (value, overflow) = x.multipliedReportingOverflow(by: y)
        case .divide:
            guard y != 0 else { throw EvaluationError(.arithmetic, "division by zero") }
            (value, overflow) = x.dividedReportingOverflow(by: y)
        case .remainder:
            guard y != 0 else { throw EvaluationError(.arithmetic, "remainder of a division by zero") }
            (value, overflow) = x.remainderReportingOverflow(dividingBy: y)
        }
        if overflow {
            throw EvaluationError(
                .arithmetic, "the result of `\(operation.rawValue)` does not fit \(I.isSigned ? "an int" : "a uint")")
        }
        return value
    }

    private static func double(
        _ operation: ArithmeticOperator, _ x: Double, _ y: Double, _ a: ExpressionValue, _ b: ExpressionValue
    ) throws(EvaluationError) -> ExpressionValue {
        switch operation {
        case .add: return .double(x + y)
        case .subtract: return .double(x - y)
        case .multiply: return .double(x * y)
        case .divide: return .double(x / y)
        case .remainder: throw mismatch(operation, a, b)
        }
    }

    private static func add(
        _ a: ExpressionValue, _ b: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        switch (a, b) {
        case (.string(let x), .string(let y)):
            try context.build(bytes: x.utf8.count + y.utf8.count)
            return .string(x + y)
        case (.bytes(let x), .bytes(let y)):
            try context.build(bytes: x.count + y.count)
            return .bytes(x + y)
        case (.list(let x), .list(let y)):
            try context.charge(x.count + y.count)
            return .list(x.appending(y))
        case (.duration(let x), .duration(let y)): return .duration(try inRange(x.adding(y)))
        case (.timestamp(let x), .duration(let y)), (.duration(let y), .timestamp(let x)):
            return .timestamp(try inRange(x.adding(y)))
        default: throw mismatch(.add, a, b)
        }
    }

    private static func subtract(_ a: ExpressionValue, _ b: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        switch (a, b) {
        case (.duration(let x), .duration(let y)): return .duration(try inRange(x.adding(y.negated)))
        case (.timestamp(let x), .duration(let y)): return .timestamp(try inRange(x.adding(y.negated)))
        case (.timestamp(let x), .timestamp(let y)): return .duration(try inRange(x.since(y)))
        default: throw mismatch(.subtract, a, b)
        }
    }

    private static func inRange(_ value: TimestampValue?) throws(EvaluationError) -> TimestampValue {
        guard let value else { throw EvaluationError(.arithmetic, "the time is outside the years 1 to 9999") }
        return value
    }

    private static func inRange(_ value: DurationValue?) throws(EvaluationError) -> DurationValue {
        guard let value else {
            throw EvaluationError(.arithmetic, "the duration is longer than 292 years, which is out of range")
        }
        return value
    }

    private static func mismatch(
        _ operation: ArithmeticOperator, _ a: ExpressionValue, _ b: ExpressionValue
    ) -> EvaluationError {
        EvaluationError(
            .wrongKind,
            "`\(operation.rawValue)` does not take \(a.kindName) and \(b.kindName)\(ExpressionValue.nullAdvice([a, b]))")
    }
}

/// `-a`
final class NegationNode: Evaluable {
    let operand: any Evaluable
    let range: Range<Int>

    init(_ operand: any Evaluable, _ range: Range<Int>) {
        self.operand = operand
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        switch try operand.evaluate(&context) {
        case .int(let number):
            guard number != .min else {
                throw EvaluationError(.arithmetic, "the result of `-` does not fit an int", at: range)
            }
            return .int(-number)
        case .double(let number): return .double(-number)
        case let value: throw EvaluationError(.wrongKind, "`-` takes a number, found \(value.kindName)", at: range)
        }
    }
}
