/// `format()` of the strings extension.
enum FormatLibrary {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "format",
            [
                FunctionOverload(
                    [.string, .list(.dyn)], .string, isMember: true,
                    specialize: { (constants) throws(EvaluationError) in
                        guard case .string(let text)? = constants[0] else { return nil }
                        let format = try TextFormat(text)
                        return { (values, context) throws(EvaluationError) in
                            .string(try format.text(values[1].listArgument, &context))
                        }
                    }
                ) { (values, context) throws(EvaluationError) in
                    try context.charge(bytes: values[0].stringArgument.utf8.count)
                    return .string(try TextFormat(values[0].stringArgument).text(values[1].listArgument, &context))
                }
            ])
    ]
}
