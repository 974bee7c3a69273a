/// `formatTime` and `parseTime`.
enum TimeTextLibrary {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "formatTime",
            (1...3).map { count in
                overload(.timestamp, .string, texts: count) { (value, settings) throws(EvaluationError) in
                    .string(settings.pattern.format(value.timestampArgument, zone: settings.zone, names: settings.names))
                }
            }),
        FunctionDeclaration(
            "parseTime",
            (1...3).map { count in
                overload(.string, .timestamp, texts: count) { (value, settings) throws(EvaluationError) in
                    .timestamp(try settings.pattern.parse(value.stringArgument, zone: settings.zone, names: settings.names))
                }
            }),
    ]

    /// What the texts behind the value say: pattern, zone, language. Made once when they are constants.
    private struct Settings: Sendable {
        let pattern: TimePattern
        let zone: ZoneOffsets
        let names: TimeNames

        init(_ texts: [String]) throws(EvaluationError) {
            pattern = try TimePattern(texts[0])
            zone = texts.count > 1 ? try ZoneOffsets.named(texts[1]) : .utc
            guard texts.count > 2 else {
                names = .english
                return
            }
            guard let known = TimeNames(language: texts[2]) else {
                throw EvaluationError(.invalidArgument, "names of months and days are known in the languages `en` and `tr`")
            }
            names = known
        }
    }

    private static func overload(
        _ value: ExpressionType, _ result: ExpressionType, texts count: Int,
        _ body: @escaping @Sendable (ExpressionValue, Settings) throws(EvaluationError) -> ExpressionValue
    ) -> FunctionOverload {
        FunctionOverload(
            [value] + Array(repeating: .string, count: count), result,
            specialize: { (constants) throws(EvaluationError) in
                let texts = constants.dropFirst().compactMap { value -> String? in
                    if case .string(let text)? = value { text } else { nil }
                }
                guard texts.count == count else { return nil }
                let settings = try Settings(texts)
                return { (values, context) throws(EvaluationError) in
                    try context.charge(5)
                    return try body(values[0], settings)
                }
            }
        ) { (values, context) throws(EvaluationError) in
            try context.charge(20)
            return try body(values[0], try Settings(values.dropFirst().map(\.stringArgument)))
        }
    }
}
