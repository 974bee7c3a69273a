/// The text that `format()` fills in: literal parts and clauses such as `%s` and `%.2f`.
struct TextFormat: Sendable {
    enum Clause: Sendable {
        case text, decimal, binary, octal
        case fixed(Int), scientific(Int)
        case hexadecimal(upper: Bool)
    }

    private enum Part: Sendable {
        case literal(String)
        case clause(Clause)
    }

    private var parts: [Part] = []
    private(set) var clauseCount = 0

    init(_ format: String) throws(EvaluationError) {
        var literal = String.UnicodeScalarView()
        let scalars = Array(format.unicodeScalars)
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "%" else {
                literal.append(scalars[index])
                index += 1
                continue
            }
            index += 1
            guard index < scalars.count else { throw EvaluationError(.invalidArgument, "the format ends with a single `%`") }
            if scalars[index] == "%" {
                literal.append("%")
                index += 1
                continue
            }
            if !literal.isEmpty { parts.append(.literal(String(literal))) }
            literal = String.UnicodeScalarView()
            parts.append(.clause(try Self.clause(scalars, &index)))
            clauseCount += 1
        }
        if !literal.isEmpty { parts.append(.literal(String(literal))) }
    }

    private static func clause(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(EvaluationError) -> Clause {
        var precision: Int?
        if scalars[index] == "." {
            index += 1
            var digits = 0
            var value = 0
            while index < scalars.count, scalars[index] >= "0", scalars[index] <= "9", digits < 4 {
                value = value * 10 + Int(scalars[index].value - 48)
                index += 1
                digits += 1
            }
            guard digits > 0, value <= 1_000 else {
                throw EvaluationError(.invalidArgument, "the precision in the format must be a number up to 1000, as in `%.2f`")
            }
            precision = value
        }
        guard index < scalars.count else { throw EvaluationError(.invalidArgument, "the format ends inside a clause") }
        let letter = scalars[index]
        index += 1
        switch letter {
        case "s": return .text
        case "d": return .decimal
        case "f": return .fixed(precision ?? 6)
        case "e": return .scientific(precision ?? 6)
        case "b": return .binary
        case "o": return .octal
        case "x": return .hexadecimal(upper: false)
        case "X": return .hexadecimal(upper: true)
        default:
            throw EvaluationError(
                .invalidArgument, "`%\(letter)` is not a clause of a format; there are %s %d %f %e %b %o %x %X %%")
        }
    }

    func text(_ arguments: ExpressionList, _ context: inout EvaluationContext) throws(EvaluationError) -> String {
        guard arguments.count == clauseCount else {
            throw EvaluationError(
                .invalidArgument,
                "the format has \(clauseCount) clause\(clauseCount == 1 ? "" : "s"), but the list has \(arguments.count) value\(arguments.count == 1 ? "" : "s")"
            )
        }
        var result = ""
        var next = 0
        for part in parts {
            switch part {
            case .literal(let text): result += text
            case .clause(let clause):
                result += try clause.text(arguments[next], &context)
                next += 1
            }
            guard result.utf8.count <= context.limits.resultBytes else { break }
        }
        try context.build(bytes: result.utf8.count)
        return result
    }
}

extension TextFormat.Clause {
    fileprivate func text(_ value: ExpressionValue, _ context: inout EvaluationContext) throws(EvaluationError) -> String {
        switch (self, value) {
        case (.text, _): return try value.formattedText(&context)
        case (.decimal, .int), (.decimal, .uint): return value.text ?? ""
        case (.decimal, .double(let number)): return number.positionalText
        case (.binary, .bool(let flag)): return flag ? "1" : "0"
        case (.binary, .int(let number)): return String(number, radix: 2)
        case (.binary, .uint(let number)): return String(number, radix: 2)
        case (.octal, .int(let number)): return String(number, radix: 8)
        case (.octal, .uint(let number)): return String(number, radix: 8)
        case (.hexadecimal(let upper), .int(let number)): return String(number, radix: 16, uppercase: upper)
        case (.hexadecimal(let upper), .uint(let number)): return String(number, radix: 16, uppercase: upper)
        case (.hexadecimal(let upper), .string(let text)): return Self.hexadecimal(text.utf8, upper)
        case (.hexadecimal(let upper), .bytes(let bytes)): return Self.hexadecimal(bytes, upper)
        case (.fixed(let precision), .int(let number)):
            return String(number) + (precision > 0 ? "." + String(repeating: "0", count: precision) : "")
        case (.fixed(let precision), .uint(let number)):
            return String(number) + (precision > 0 ? "." + String(repeating: "0", count: precision) : "")
        case (.fixed(let precision), .double(let number)): return Self.signed(number) { $0.fixed(precision) }
        case (.scientific(let precision), .int(let number)): return Self.signed(Double(number)) { $0.scientific(precision) }
        case (.scientific(let precision), .uint(let number)): return Self.signed(Double(number)) { $0.scientific(precision) }
        case (.scientific(let precision), .double(let number)): return Self.signed(number) { $0.scientific(precision) }
        default: throw EvaluationError(.wrongKind, "`\(name)` in a format takes \(takes), found \(value.kindName)")
        }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>, _ upper: Bool) -> String {
        let digits = Hexadecimal.encode(bytes)
        return upper ? digits.uppercased() : digits
    }

    private static func signed(_ number: Double, _ digits: (ExactDecimal) -> String) -> String {
        guard number.isFinite else { return number.expressionText }
        return (number.sign == .minus ? "-" : "") + digits(ExactDecimal(number.magnitude))
    }

    private var name: String {
        switch self {
        case .text: "%s"
        case .decimal: "%d"
        case .binary: "%b"
        case .octal: "%o"
        case .fixed: "%f"
        case .scientific: "%e"
        case .hexadecimal(let upper): upper ? "%X" : "%x"
        }
    }

    private var takes: String {
        switch self {
        case .text: "text, numbers, times, lists and maps"
        case .decimal, .octal: "whole numbers"
        case .binary: "whole numbers and bool"
        case .fixed, .scientific: "numbers"
        case .hexadecimal: "whole numbers, text and bytes"
        }
    }
}

extension ExpressionValue {
    /// What `%s` writes. Entries of a map are put in the order of their keys' text.
    fileprivate func formattedText(_ context: inout EvaluationContext) throws(EvaluationError) -> String {
        try context.charge(1)
        switch self {
        case .null: return "null"
        case .type(let name): return name
        case .double(let number): return number.positionalText
        case .list(let list):
            var texts: [String] = []
            for index in 0..<list.count { texts.append(try list[index].formattedText(&context)) }
            let text = "[\(texts.joined(separator: ", "))]"
            try context.build(bytes: text.utf8.count)
            return text
        case .map(let map):
            var pairs: [(key: String, value: String)] = []
            for (key, value) in map.entries {
                pairs.append((try key.formattedText(&context), try value.formattedText(&context)))
            }
            pairs.sort { $0.key.precedes($1.key) }
            let text = "{\(pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
            try context.build(bytes: text.utf8.count)
            return text
        case .optional:
            throw EvaluationError(.wrongKind, "`%s` in a format does not take an optional; write .orValue(...) behind it")
        default:
            guard let text else { throw EvaluationError(.invalidArgument, "the bytes are not UTF-8 text") }
            return text
        }
    }
}
