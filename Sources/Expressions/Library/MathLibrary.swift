/// The math extension.
enum MathLibrary {
    private static let numbers: [ExpressionType] = [.int, .uint, .double]

    static let functions: [FunctionDeclaration] =
        [
            extreme("math.greatest") { $0.numericOrder($1) == .less },
            extreme("math.least") { $0.numericOrder($1) == .greater },
            FunctionDeclaration(
                "math.abs",
                [
                    FunctionOverload([.int], .int) { (values, _) throws(EvaluationError) in
                        guard values[0].intArgument != .min else {
                            throw EvaluationError(.arithmetic, "the result of `math.abs` does not fit an int")
                        }
                        return .int(abs(values[0].intArgument))
                    },
                    FunctionOverload([.uint], .uint) { (values, _) throws(EvaluationError) in values[0] },
                    FunctionOverload([.double], .double) { (values, _) throws(EvaluationError) in
                        .double(values[0].doubleArgument.magnitude)
                    },
                ]),
            FunctionDeclaration(
                "math.sign",
                [
                    FunctionOverload([.int], .int) { (values, _) throws(EvaluationError) in .int(values[0].intArgument.signum())
                    },
                    FunctionOverload([.uint], .uint) { (values, _) throws(EvaluationError) in
                        .uint(values[0].uintArgument == 0 ? 0 : 1)
                    },
                    FunctionOverload([.double], .double) { (values, _) throws(EvaluationError) in
                        let number = values[0].doubleArgument
                        return .double(number > 0 ? 1 : number < 0 ? -1 : number)
                    },
                ]),
            double("math.ceil") { $0.rounded(.up) },
            double("math.floor") { $0.rounded(.down) },
            double("math.round") { $0.rounded(.toNearestOrAwayFromZero) },
            double("math.trunc") { $0.rounded(.towardZero) },
            FunctionDeclaration(
                "math.sqrt",
                numbers.map { type in
                    FunctionOverload([type], .double) { (values, _) throws(EvaluationError) in
                        .double(number(values[0]).squareRoot())
                    }
                }),
            test("math.isNaN") { $0.isNaN },
            test("math.isInf") { $0.isInfinite },
            test("math.isFinite") { $0.isFinite },
        ] + bits

    private static func double(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([.double], .double) { (values, _) throws(EvaluationError) in
                    .double(body(values[0].doubleArgument))
                }
            ])
    }

    private static func test(_ name: String, _ body: @escaping @Sendable (Double) -> Bool) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [FunctionOverload([.double], .bool) { (values, _) throws(EvaluationError) in .bool(body(values[0].doubleArgument)) }])
    }

    private static func number(_ value: ExpressionValue) -> Double {
        switch value {
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        case .double(let number): number
        default: preconditionFailure("the overload admits numbers only")
        }
    }

    // MARK: Greatest and least

    /// One number, two numbers, or a list of numbers; longer argument lists arrive as a list.
    private static func extreme(
        _ name: String, _ isWorse: @escaping @Sendable (ExpressionValue, ExpressionValue) -> Bool
    ) -> FunctionDeclaration {
        let one = numbers.map { type in
            FunctionOverload([type], type) { (values, _) throws(EvaluationError) in values[0] }
        }
        let two = numbers.flatMap { left in
            numbers.map { right in
                FunctionOverload([left, right], left == right ? left : .dyn) { (values, _) throws(EvaluationError) in
                    isWorse(values[0], values[1]) ? values[1] : values[0]
                }
            }
        }
        let lists = numbers.map { type in
            FunctionOverload([.list(type)], type) { (values, context) throws(EvaluationError) in
                try best(of: values[0].listArgument, name, isWorse, &context)
            }
        }
        return FunctionDeclaration(name, one + two + lists)
    }

    private static func best(
        of list: ExpressionList, _ name: String, _ isWorse: (ExpressionValue, ExpressionValue) -> Bool,
        _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        try context.charge(list.count)
        guard !list.isEmpty else { throw EvaluationError(.invalidArgument, "`\(name)` needs at least one number") }
        var best = list[0]
        for index in 0..<list.count {
            let element = list[index]
            guard element.numericOrder(element) != nil else {
                throw EvaluationError(.wrongKind, "`\(name)` takes numbers; element \(index) is \(element.kindName)")
            }
            if isWorse(best, element) { best = element }
        }
        return best
    }

    // MARK: Bits

    private static let bits: [FunctionDeclaration] = [
        binary("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
        binary("math.bitOr", { $0 | $1 }, { $0 | $1 }),
        binary("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
        FunctionDeclaration(
            "math.bitNot",
            [
                FunctionOverload([.int], .int) { (values, _) throws(EvaluationError) in .int(~values[0].intArgument) },
                FunctionOverload([.uint], .uint) { (values, _) throws(EvaluationError) in .uint(~values[0].uintArgument) },
            ]),
        shift("math.bitShiftLeft") { $1 > 63 ? 0 : $0 << $1 },
        shift("math.bitShiftRight") { $1 > 63 ? 0 : $0 >> $1 },
    ]

    private static func binary(
        _ name: String, _ int: @escaping @Sendable (Int64, Int64) -> Int64, _ uint: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([.int, .int], .int) { (values, _) throws(EvaluationError) in
                    .int(int(values[0].intArgument, values[1].intArgument))
                },
                FunctionOverload([.uint, .uint], .uint) { (values, _) throws(EvaluationError) in
                    .uint(uint(values[0].uintArgument, values[1].uintArgument))
                },
            ])
    }

    /// Ints are shifted as bits: zeros come in on the right and on the left.
    private static func shift(_ name: String, _ body: @escaping @Sendable (UInt64, Int64) -> UInt64) -> FunctionDeclaration {
        @Sendable func distance(_ value: ExpressionValue) throws(EvaluationError) -> Int64 {
            let distance = value.intArgument
            guard distance >= 0 else { throw EvaluationError(.invalidArgument, "`\(name)` takes a distance of 0 or more") }
            return distance
        }
        return FunctionDeclaration(
            name,
            [
                FunctionOverload([.int, .int], .int) { (values, _) throws(EvaluationError) in
                    .int(Int64(bitPattern: body(UInt64(bitPattern: values[0].intArgument), try distance(values[1]))))
                },
                FunctionOverload([.uint, .int], .uint) { (values, _) throws(EvaluationError) in
                    .uint(body(values[0].uintArgument, try distance(values[1])))
                },
            ])
    }
}
