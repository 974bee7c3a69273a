import RegularExpressions

/// `matches()` and the regex extension: RE2 syntax, linear time.
enum RegexLibrary {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "matches",
            [false, true].map { isMember in
                overload([.string, .string], .bool, isMember: isMember) { (expression, values, context) throws(EvaluationError) in
                    let text = values[0].stringArgument
                    try charge(text.utf8.count, expression, &context)
                    return .bool(expression.isMatch(in: text))
                }
            }),
        FunctionDeclaration(
            "regex.extract",
            [
                overload([.string, .string], .optional(.string)) { (expression, values, context) throws(EvaluationError) in
                    let group = try wantedGroup(expression, "regex.extract")
                    var matches = expression.matches(in: values[0].stringArgument)
                    let match = matches.next()
                    try charge(matches.scannedBytes, expression, &context)
                    return .optional(match?.text(of: group).map { .string($0) })
                }
            ]),
        FunctionDeclaration(
            "regex.extractAll",
            [
                overload([.string, .string], .list(.string)) { (expression, values, context) throws(EvaluationError) in
                    let group = try wantedGroup(expression, "regex.extractAll")
                    var results: [ExpressionValue] = []
                    try each(expression, values[0].stringArgument, &context) { match in
                        if let text = match.text(of: group) { results.append(.string(text)) }
                    }
                    return .list(ExpressionList(results))
                }
            ]),
        FunctionDeclaration(
            "regex.replace",
            [
                overload([.string, .string, .string], .string) { (expression, values, context) throws(EvaluationError) in
                    try replace(expression, values, limit: -1, &context)
                },
                overload([.string, .string, .string, .int], .string) { (expression, values, context) throws(EvaluationError) in
                    try replace(expression, values, limit: values[3].intArgument, &context)
                },
            ]),
    ]

    /// A function whose second argument is a pattern, compiled once when it is a constant.
    private static func overload(
        _ parameters: [ExpressionType], _ result: ExpressionType, isMember: Bool = false,
        _ body:
            @escaping @Sendable (RegularExpression, [ExpressionValue], inout EvaluationContext) throws(EvaluationError) ->
            ExpressionValue
    ) -> FunctionOverload {
        FunctionOverload(
            parameters, result, isMember: isMember,
            specialize: { (constants) throws(EvaluationError) in
                guard case .string(let pattern)? = constants[1] else { return nil }
                let expression = try compile(pattern)
                return { (values, context) throws(EvaluationError) in try body(expression, values, &context) }
            }
        ) { (values, context) throws(EvaluationError) in
            let pattern = values[1].stringArgument
            // Letters in either case take longer to prepare.
            try context.charge(10 + pattern.utf8.count * (pattern.contains("(?") ? 20 : 5))
            let expression = try compile(pattern)
            try context.charge(expression.programSize)
            return try body(expression, values, &context)
        }
    }

    private static func compile(_ pattern: String) throws(EvaluationError) -> RegularExpression {
        do throws(RegularExpressionError) {
            return try RegularExpression(pattern)
        } catch {
            throw EvaluationError(.invalidArgument, "the pattern is not a regular expression: \(error)")
        }
    }

    /// Large programs cost more for each character.
    private static func charge(
        _ bytes: Int, _ expression: RegularExpression, _ context: inout EvaluationContext
    ) throws(EvaluationError) {
        try context.charge(bytes: bytes * (1 + expression.programSize / 10))
    }

    private static func each(
        _ expression: RegularExpression, _ text: String, _ context: inout EvaluationContext,
        _ body: (RegularExpression.Match) throws(EvaluationError) -> Void
    ) throws(EvaluationError) {
        var matches = expression.matches(in: text)
        var paid = 0
        while let match = matches.next() {
            try charge(matches.scannedBytes - paid, expression, &context)
            try context.charge(1)
            paid = matches.scannedBytes
            try body(match)
        }
    }

    /// The group that is meant: the only one, or the whole match.
    private static func wantedGroup(_ expression: RegularExpression, _ name: String) throws(EvaluationError) -> Int {
        guard expression.groupCount <= 1 else {
            throw EvaluationError(
                .invalidArgument, "the pattern of `\(name)` has \(expression.groupCount) groups; make all but one of them (?:...)"
            )
        }
        return expression.groupCount
    }

    private static func replace(
        _ expression: RegularExpression, _ values: [ExpressionValue], limit: Int64, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        let text = values[0].stringArgument
        let replacement = try Replacement(values[2].stringArgument, groupCount: expression.groupCount)
        if limit == 0 { return .string(text) }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        var count: Int64 = 0
        var matches = expression.matches(in: text)
        var paid = 0
        while limit < 0 || count < limit, let match = matches.next() {
            try charge(matches.scannedBytes - paid, expression, &context)
            paid = matches.scannedBytes
            result += bytes[end..<match.range.lowerBound]
            replacement.append(match, to: &result)
            end = match.range.upperBound
            count += 1
            guard result.count <= context.limits.resultBytes else { break }
        }
        result += bytes[end...]
        try context.build(bytes: result.count)
        return .string(String(decoding: result, as: UTF8.self))
    }

    /// The text that takes the place of a match: `\1` is a group, `\0` the whole match, `\\` a backslash.
    private struct Replacement {
        private enum Part {
            case literal([UInt8])
            case group(Int)
        }

        private var parts: [Part] = []

        init(_ text: String, groupCount: Int) throws(EvaluationError) {
            var literal: [UInt8] = []
            var escaped = false
            for byte in text.utf8 {
                if escaped {
                    escaped = false
                    if byte == UInt8(ascii: "\\") {
                        literal.append(byte)
                        continue
                    }
                    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), Int(byte - UInt8(ascii: "0")) <= groupCount else {
                        throw EvaluationError(
                            .invalidArgument,
                            "in the replacement, a backslash is followed by a digit from 0 to \(min(groupCount, 9)) or a backslash"
                        )
                    }
                    if !literal.isEmpty { parts.append(.literal(literal)) }
                    literal = []
                    parts.append(.group(Int(byte - UInt8(ascii: "0"))))
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else {
                    literal.append(byte)
                }
            }
            guard !escaped else { throw EvaluationError(.invalidArgument, "the replacement ends with a single backslash") }
            if !literal.isEmpty { parts.append(.literal(literal)) }
        }

        func append(_ match: RegularExpression.Match, to result: inout [UInt8]) {
            for part in parts {
                switch part {
                case .literal(let bytes): result += bytes
                case .group(let group): if let text = match.text(of: group) { result += text.utf8 }
                }
            }
        }
    }
}
