import SMSText

/// What a text costs as a short message.
enum SMSLibrary {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "sms.segments", [count(.int) { .int(Int64($0.segments)) }] + estimates(.int) { .int(Int64($0.segments)) }),
        FunctionDeclaration("sms.units", [count(.int) { .int(Int64($0.units)) }]),
        FunctionDeclaration("sms.remaining", [count(.int) { .int(Int64($0.remainingUnits)) }]),
        FunctionDeclaration("sms.encoding", [count(.string) { .string($0.encoding.rawValue) }]),
        FunctionDeclaration(
            "sms.forcedBy",
            [count(.list(.string)) { count in ExpressionValue(.list(count.forcedBy.map { .string(String($0)) })) }]),
        FunctionDeclaration("sms.fits", estimates(.bool) { .bool(!$0.isTooLong) }),
        FunctionDeclaration(
            "sms.plain",
            [
                FunctionOverload([.string], .string) { (values, context) throws(EvaluationError) in
                    let text = values[0].stringArgument
                    try context.build(bytes: text.utf8.count * 2)
                    return .string(TextFolding.defaultAlphabet.fold(text).text)
                }
            ]),
    ]

    /// By the rules of the air interface, with the Turkish tables where they are cheaper.
    private static func count(
        _ result: ExpressionType, _ body: @escaping @Sendable (SMSCount) -> ExpressionValue
    ) -> FunctionOverload {
        FunctionOverload([.string], result) { (values, context) throws(EvaluationError) in
            try context.charge(bytes: values[0].stringArgument.utf8.count * 10)
            return body(SMSCount(values[0].stringArgument, mode: .turkish))
        }
    }

    /// As a provider counts: its name, and behind it which characters are sent.
    private static func estimates(
        _ result: ExpressionType, _ body: @escaping @Sendable (SegmentEstimate) -> ExpressionValue
    ) -> [FunctionOverload] {
        (2...3).map { count in
            FunctionOverload(Array(repeating: .string, count: count), result) { (values, context) throws(EvaluationError) in
                let texts = values.map(\.stringArgument)
                try context.charge(bytes: texts[0].utf8.count * 20)
                return body(try estimate(texts[0], provider: texts[1], characters: count > 2 ? texts[2] : nil))
            }
        }
    }

    private static func estimate(
        _ text: String, provider: String, characters: String?
    ) throws(EvaluationError) -> SegmentEstimate {
        switch provider {
        case "iletimerkezi":
            guard let mode = SegmentEstimate.IletiMerkeziCharacterMode(rawValue: characters ?? "english") else {
                throw EvaluationError(.invalidArgument, "iletimerkezi sends the characters `english` or `full`")
            }
            return .iletiMerkezi(text, characterMode: mode)
        case "turkeysms":
            switch characters ?? "turkish" {
            case "standard": return .turkeySMS(text, language: .english)
            case "turkish": return .turkeySMS(text, language: .turkish)
            case "unicode": return .turkeySMS(text, language: .unicode)
            default:
                throw EvaluationError(.invalidArgument, "turkeysms sends the characters `standard`, `turkish` or `unicode`")
            }
        default: throw EvaluationError(.invalidArgument, "the providers are `turkeysms` and `iletimerkezi`")
        }
    }
}
