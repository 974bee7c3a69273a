/// Functions of CEL's core and its strings extension that look into a text. Places count Unicode scalars.
enum StringLibrary {
    static let functions: [FunctionDeclaration] =
        [
            test("contains") { text, part in TextSearch(Array(part.utf8)).first(in: Array(text.utf8)) != nil },
            test("startsWith") { text, part in text.utf8.starts(with: part.utf8) },
            test("endsWith") { text, part in text.utf8.reversed().starts(with: part.utf8.reversed()) },
            FunctionDeclaration(
                "charAt",
                [
                    FunctionOverload([.string, .int], .string, isMember: true) { (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        let index = try place(values[1], in: text)
                        return .string(index < text.count ? String(text[index]) : "")
                    }
                ]),
            FunctionDeclaration(
                "substring",
                [
                    FunctionOverload([.string, .int], .string, isMember: true) { (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        return .string(String(text[try place(values[1], in: text)...]))
                    },
                    FunctionOverload([.string, .int, .int], .string, isMember: true) {
                        (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        let start = try place(values[1], in: text)
                        let end = try place(values[2], in: text)
                        guard start <= end else {
                            throw EvaluationError(.invalidArgument, "the part ends before it starts")
                        }
                        return .string(String(text[start..<end]))
                    },
                ]),
            FunctionDeclaration(
                "indexOf",
                [
                    FunctionOverload([.string, .string], .int, isMember: true) { (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        return .int(Int64(TextSearch(try scalars(values[1], &context)).first(in: text) ?? -1))
                    },
                    FunctionOverload([.string, .string, .int], .int, isMember: true) {
                        (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        let start = try place(values[2], in: text)
                        return .int(Int64(TextSearch(try scalars(values[1], &context)).first(in: text, from: start) ?? -1))
                    },
                ]),
            FunctionDeclaration(
                "lastIndexOf",
                [
                    FunctionOverload([.string, .string], .int, isMember: true) { (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        let search = TextSearch(try scalars(values[1], &context))
                        return .int(Int64(search.last(in: text, notAfter: text.count) ?? -1))
                    },
                    FunctionOverload([.string, .string, .int], .int, isMember: true) {
                        (values, context) throws(EvaluationError) in
                        let text = try scalars(values[0], &context)
                        let limit = try place(values[2], in: text)
                        let search = TextSearch(try scalars(values[1], &context))
                        return .int(Int64(search.last(in: text, notAfter: limit) ?? -1))
                    },
                ]),
        ]

    /// A test of a text against another one.
    private static func test(
        _ name: String, _ body: @escaping @Sendable (String, String) -> Bool
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([.string, .string], .bool, isMember: true) { (values, context) throws(EvaluationError) in
                    let text = values[0].stringArgument
                    try context.charge(bytes: text.utf8.count)
                    return .bool(body(text, values[1].stringArgument))
                }
            ])
    }

    /// The code points of a text, and the price of looking at them.
    static func scalars(
        _ value: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> [Unicode.Scalar] {
        let text = value.stringArgument
        try context.charge(bytes: text.utf8.count)
        return Array(text.unicodeScalars)
    }

    /// A place in a text, from 0 to its length.
    static func place(_ value: ExpressionValue, in text: [Unicode.Scalar]) throws(EvaluationError) -> Int {
        let place = value.intArgument
        guard place >= 0, place <= text.count else {
            throw EvaluationError(.missingValue, "index out of range: the text has \(text.count) characters")
        }
        return Int(place)
    }
}

extension String {
    /// A text of code points.
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self = String(view)
    }
}
