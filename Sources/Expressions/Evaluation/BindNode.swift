/// `cel.bind(name, value, body)`: the value is worked out once, before the body.
final class BindNode: Evaluable {
    let slot: Int
    let value: any Evaluable
    let body: any Evaluable
    let range: Range<Int>

    init(slot: Int, _ value: any Evaluable, _ body: any Evaluable, _ range: Range<Int>) {
        self.slot = slot
        self.value = value
        self.body = body
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        context.locals[slot] = try value.evaluate(&context)
        return try body.evaluate(&context)
    }
}
