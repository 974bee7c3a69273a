/// Making optionals and asking them; selecting with `.?` and `[?]` and the macros are part of the language itself.
enum OptionalLibrary {
    private static let a = ExpressionType.typeParameter("A")

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "optional.of", [FunctionOverload([a], .optional(a)) { (values, _) throws(EvaluationError) in .optional(values[0]) }]),
        FunctionDeclaration(
            "optional.none", [FunctionOverload([], .optional(a)) { (_, _) throws(EvaluationError) in .optional(nil) }]),
        FunctionDeclaration(
            "optional.ofNonZeroValue",
            [
                FunctionOverload([a], .optional(a)) { (values, _) throws(EvaluationError) in
                    .optional(values[0].isZeroValue ? nil : values[0])
                }
            ]),
        FunctionDeclaration(
            "optional.unwrap",
            [
                FunctionOverload([.list(.optional(a))], .list(a)) { (values, context) throws(EvaluationError) in
                    try unwrap(values[0], &context)
                }
            ]),
        FunctionDeclaration(
            "unwrapOpt",
            [
                FunctionOverload([.list(.optional(a))], .list(a), isMember: true) { (values, context) throws(EvaluationError) in
                    try unwrap(values[0], &context)
                }
            ]),
        FunctionDeclaration(
            "hasValue",
            [
                FunctionOverload([.optional(a)], .bool, isMember: true) { (values, _) throws(EvaluationError) in
                    .bool(values[0].optionalArgument != nil)
                }
            ]),
        FunctionDeclaration(
            "value",
            [
                FunctionOverload([.optional(a)], a, isMember: true) { (values, _) throws(EvaluationError) in
                    guard let value = values[0].optionalArgument else {
                        throw EvaluationError(.missingValue, "the optional is empty; write .orValue(...) for a fallback")
                    }
                    return value
                }
            ]),
        FunctionDeclaration(
            "or",
            [
                FunctionOverload([.optional(a), .optional(a)], .optional(a), isMember: true) {
                    (values, _) throws(EvaluationError) in
                    values[0].optionalArgument == nil ? values[1] : values[0]
                }
            ]),
        FunctionDeclaration(
            "orValue",
            [
                FunctionOverload([.optional(a), a], a, isMember: true) { (values, _) throws(EvaluationError) in
                    values[0].optionalArgument ?? values[1]
                }
            ]),
    ]

    private static func unwrap(
        _ value: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        let list = value.listArgument
        try context.charge(list.count)
        var result: [ExpressionValue] = []
        for index in 0..<list.count {
            guard case .optional(let wrapped) = list[index] else {
                throw EvaluationError(.wrongKind, "element \(index) is \(list[index].kindName), not an optional")
            }
            if let wrapped { result.append(wrapped) }
        }
        return .list(ExpressionList(result))
    }
}

extension ExpressionValue {
    /// Null, false, zero, an empty text, list, map or optional, the start of 1970.
    var isZeroValue: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(let list): list.isEmpty
        case .map(let map): map.isEmpty
        case .timestamp(let time): time.seconds == 0 && time.nanoseconds == 0
        case .duration(let duration): duration == .zero
        case .optional(let wrapped): wrapped == nil
        case .type: false
        }
    }
}
