/// `size()` and the lists extension.
enum CollectionLibrary {
    private static let a = ExpressionType.typeParameter("A")
    private static let b = ExpressionType.typeParameter("B")

    static let functions: [FunctionDeclaration] =
        [
            FunctionDeclaration(
                "size",
                [ExpressionType.string, .bytes, .list(a), .map(a, b)].flatMap { type in
                    [false, true].map { isMember in
                        FunctionOverload([type], .int, isMember: isMember) { (values, context) throws(EvaluationError) in
                            try size(values[0], &context)
                        }
                    }
                }),
            member("distinct") { (list, context) throws(EvaluationError) in try distinct(list, &context) },
            member("reverse") { (list, context) throws(EvaluationError) in
                try context.charge(list.count)
                return ExpressionList(Array(list.elements.reversed()))
            },
            FunctionDeclaration(
                "sort",
                [ExpressionType.int, .uint, .double, .bool, .string, .bytes, .timestamp, .duration].map { type in
                    FunctionOverload([.list(type)], .list(type), isMember: true) { (values, context) throws(EvaluationError) in
                        let elements = values[0].listArgument.elements
                        return .list(ExpressionList(try ListSorting.sorted(elements, by: elements, &context)))
                    }
                }),
            FunctionDeclaration(
                "slice",
                [
                    FunctionOverload([.list(a), .int, .int], .list(a), isMember: true) {
                        (values, context) throws(EvaluationError) in
                        try slice(values[0].listArgument, values[1].intArgument, values[2].intArgument, &context)
                    }
                ]),
            FunctionDeclaration(
                "flatten",
                [
                    FunctionOverload([.list(.list(a))], .list(a), isMember: true) { (values, context) throws(EvaluationError) in
                        .list(ExpressionList(try flatten(values[0].listArgument, 1, &context)))
                    },
                    FunctionOverload([.list(.dyn), .int], .list(.dyn), isMember: true) {
                        (values, context) throws(EvaluationError) in
                        let depth = values[1].intArgument
                        guard depth >= 0 else {
                            throw EvaluationError(.invalidArgument, "`flatten` takes a depth of 0 or more")
                        }
                        return .list(ExpressionList(try flatten(values[0].listArgument, depth, &context)))
                    },
                ]),
            FunctionDeclaration(
                "lists.range",
                [
                    FunctionOverload([.int], .list(.int)) { (values, context) throws(EvaluationError) in
                        let count = values[0].intArgument
                        guard count >= 0 else {
                            throw EvaluationError(.invalidArgument, "`lists.range` takes a length of 0 or more")
                        }
                        try context.charge(Int(clamping: count))
                        return .list(ExpressionList((0..<count).map { ExpressionValue.int($0) }))
                    }
                ]),
            end("first") { $0.isEmpty ? nil : $0[0] },
            end("last") { $0.isEmpty ? nil : $0[$0.count - 1] },
        ]

    private static func member(
        _ name: String,
        _ body: @escaping @Sendable (ExpressionList, inout EvaluationContext) throws(EvaluationError) -> ExpressionList
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([.list(a)], .list(a), isMember: true) { (values, context) throws(EvaluationError) in
                    .list(try body(values[0].listArgument, &context))
                }
            ])
    }

    /// The element at one end, as an optional.
    private static func end(
        _ name: String, _ body: @escaping @Sendable (ExpressionList) -> ExpressionValue?
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([.list(a)], .optional(a), isMember: true) { (values, _) throws(EvaluationError) in
                    .optional(body(values[0].listArgument))
                }
            ])
    }

    private static func size(
        _ value: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        switch value {
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.count))
        case .map(let map): return .int(Int64(map.count))
        default: preconditionFailure("the overloads of `size` admit nothing else")
        }
    }

    /// Keeps the first of equal elements.
    private static func distinct(
        _ list: ExpressionList, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionList {
        var kept: [ExpressionValue] = []
        var keys: Set<MapKey> = []
        var others: [ExpressionValue] = []
        for index in 0..<list.count {
            try context.charge(1)
            let element = list[index]
            if let key = MapKey(lookingUp: element) {
                guard keys.insert(key).inserted else { continue }
            } else {
                var isNew = true
                for other in others {
                    try context.charge(1 + element.comparisonCost(other))
                    if other.isEqual(to: element) {
                        isNew = false
                        break
                    }
                }
                guard isNew else { continue }
                others.append(element)
            }
            kept.append(element)
        }
        return ExpressionList(kept)
    }

    private static func slice(
        _ list: ExpressionList, _ start: Int64, _ end: Int64, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        guard start >= 0, start <= end, end <= list.count else {
            throw EvaluationError(
                .missingValue, "no such slice: the list has \(list.count) elements, and it must start before it ends")
        }
        try context.charge(Int(end - start))
        if let json = list.json { return .list(ExpressionList(Array(json[Int(start)..<Int(end)]))) }
        return .list(ExpressionList(Array(list.elements[Int(start)..<Int(end)])))
    }

    private static func flatten(
        _ list: ExpressionList, _ depth: Int64, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> [ExpressionValue] {
        var result: [ExpressionValue] = []
        for index in 0..<list.count {
            try context.charge(1)
            if depth > 0, case .list(let inner) = list[index] {
                result += try flatten(inner, depth - 1, &context)
            } else {
                result.append(list[index])
            }
        }
        return result
    }
}
