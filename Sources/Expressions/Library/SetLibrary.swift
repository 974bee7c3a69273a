/// Lists as sets: `sets.contains`, `sets.equivalent`, `sets.intersects`.
enum SetLibrary {
    private static let list = ExpressionType.list(.typeParameter("A"))

    static let functions: [FunctionDeclaration] = [
        declaration("sets.contains") { (a, b, context) throws(EvaluationError) in
            try Lookup(a, &context).containsAll(of: b, &context)
        },
        declaration("sets.equivalent") { (a, b, context) throws(EvaluationError) in
            guard try Lookup(a, &context).containsAll(of: b, &context) else { return false }
            return try Lookup(b, &context).containsAll(of: a, &context)
        },
        declaration("sets.intersects") { (a, b, context) throws(EvaluationError) in
            let lookup = try Lookup(a, &context)
            for index in 0..<b.count where try lookup.contains(b[index], &context) { return true }
            return false
        },
    ]

    private static func declaration(
        _ name: String,
        _ body: @escaping @Sendable (ExpressionList, ExpressionList, inout EvaluationContext) throws(EvaluationError) -> Bool
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([list, list], .bool) { (values, context) throws(EvaluationError) in
                    .bool(try body(values[0].listArgument, values[1].listArgument, &context))
                }
            ])
    }

    /// The elements of a list: those that can be keys found at once, the others by comparing.
    private struct Lookup {
        private var keys: Set<MapKey> = []
        private var others: [ExpressionValue] = []

        init(_ list: ExpressionList, _ context: inout EvaluationContext) throws(EvaluationError) {
            try context.charge(list.count)
            for index in 0..<list.count {
                let element = list[index]
                if let key = MapKey(lookingUp: element) { keys.insert(key) } else { others.append(element) }
            }
        }

        func contains(_ element: ExpressionValue, _ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
            try context.charge(1)
            if let key = MapKey(lookingUp: element) { return keys.contains(key) }
            for other in others {
                try context.charge(1 + element.comparisonCost(other))
                if other.isEqual(to: element) { return true }
            }
            return false
        }

        func containsAll(of list: ExpressionList, _ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
            for index in 0..<list.count where try !contains(list[index], &context) { return false }
            return true
        }
    }
}
