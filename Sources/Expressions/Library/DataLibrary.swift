import Values

/// Ulak's own: JSON, and sums and extremes of lists.
enum DataLibrary {
    private static let a = ExpressionType.typeParameter("A")
    private static let ordered: [ExpressionType] = [.int, .uint, .double, .string, .timestamp, .duration, .bool, .bytes]

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "json",
            [
                FunctionOverload([.string], .dyn) { (values, context) throws(EvaluationError) in
                    let text = values[0].stringArgument
                    try context.charge(bytes: text.utf8.count)
                    do throws(JSONError) {
                        return ExpressionValue(try JSONReader(maximumSize: 16 << 20).read(text))
                    } catch {
                        throw EvaluationError(
                            .invalidArgument, "the text is not JSON: \(error.reason) (line \(error.line), column \(error.column))"
                        )
                    }
                }
            ]),
        FunctionDeclaration(
            "toJson",
            [
                FunctionOverload([a], .string) { (values, context) throws(EvaluationError) in
                    try context.charge(values[0].size(limit: context.limits.cost))
                    let text = try values[0].json().jsonText()
                    try context.build(bytes: text.utf8.count)
                    return .string(text)
                }
            ]),
        FunctionDeclaration(
            "sum",
            [
                (ExpressionType.int, ExpressionValue.int(0)), (.uint, .uint(0)), (.double, .double(0)),
                (.duration, .duration(.zero)),
            ]
            .flatMap { type, zero in
                [false, true].map { isMember in
                    FunctionOverload([.list(type)], type, isMember: isMember) { (values, context) throws(EvaluationError) in
                        try sum(values[0].listArgument, zero, &context)
                    }
                }
            }),
        extreme("min", .less),
        extreme("max", .greater),
    ]

    private static func sum(
        _ list: ExpressionList, _ zero: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        guard !list.isEmpty else { return zero }
        var total = list[0]
        guard total.isSummable else { throw notSummable(total, 0) }
        for index in 1..<max(list.count, 1) {
            try context.charge(1)
            let element = list[index]
            guard element.isSummable else { throw notSummable(element, index) }
            total = try ArithmeticNode.sum(total, element, &context)
        }
        return total
    }

    private static func notSummable(_ value: ExpressionValue, _ index: Int) -> EvaluationError {
        EvaluationError(.wrongKind, "`sum` takes numbers or durations; element \(index) is \(value.kindName)")
    }

    private static func extreme(_ name: String, _ wanted: ExpressionValue.Order) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            ordered.flatMap { type in
                [false, true].map { isMember in
                    FunctionOverload([.list(type)], type, isMember: isMember) { (values, context) throws(EvaluationError) in
                        try best(of: values[0].listArgument, name, wanted, &context)
                    }
                }
            })
    }

    private static func best(
        of list: ExpressionList, _ name: String, _ wanted: ExpressionValue.Order, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        try context.charge(list.count)
        guard !list.isEmpty else {
            throw EvaluationError(.missingValue, "the list is empty, so it has no `\(name)`")
        }
        var best = list[0]
        for index in 0..<list.count {
            let element = list[index]
            guard let order = element.order(best) else {
                throw EvaluationError(
                    .wrongKind, "`\(name)` cannot compare \(element.kindName) and \(best.kindName) (element \(index))")
            }
            if order == wanted { best = element }
        }
        return best
    }
}

extension ExpressionValue {
    fileprivate var isSummable: Bool {
        switch self {
        case .int, .uint, .double, .duration: true
        default: false
        }
    }
}
