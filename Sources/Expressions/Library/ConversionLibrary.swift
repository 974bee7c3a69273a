/// `int()`, `uint()`, `double()`, `string()`, `bytes()`, `bool()`, `timestamp()`, `duration()`, `dyn()` and `type()`.
enum ConversionLibrary {
    private static let a = ExpressionType.typeParameter("A")

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration("dyn", [FunctionOverload([a], .dyn) { (values, _) throws(EvaluationError) in values[0] }]),
        FunctionDeclaration(
            "type", [FunctionOverload([a], .type) { (values, _) throws(EvaluationError) in .type(values[0].typeName) }]),
        FunctionDeclaration("int", [.int, .uint, .double, .string, .timestamp].map { overload($0, .int, int) }),
        FunctionDeclaration("uint", [.uint, .int, .double, .string].map { overload($0, .uint, uint) }),
        FunctionDeclaration("double", [.double, .int, .uint, .string].map { overload($0, .double, double) }),
        FunctionDeclaration(
            "string",
            [.string, .int, .uint, .double, .bool, .bytes, .timestamp, .duration].map { overload($0, .string, string) }),
        FunctionDeclaration("bytes", [.bytes, .string].map { overload($0, .bytes, bytes) }),
        FunctionDeclaration("bool", [.bool, .string].map { overload($0, .bool, bool) }),
        FunctionDeclaration(
            "timestamp",
            [overload(.timestamp, .timestamp, timestamp), literal(.timestamp, timestamp), overload(.int, .timestamp, timestamp)]),
        FunctionDeclaration("duration", [overload(.duration, .duration, duration), literal(.duration, duration)]),
    ]

    private static func overload(
        _ parameter: ExpressionType, _ result: ExpressionType,
        _ convert: @escaping @Sendable (ExpressionValue) throws(EvaluationError) -> ExpressionValue
    ) -> FunctionOverload {
        FunctionOverload([parameter], result) { (values, _) throws(EvaluationError) in try convert(values[0]) }
    }

    /// A conversion from text that is done once, when the expression is compiled, if the text is a literal.
    private static func literal(
        _ result: ExpressionType, _ convert: @escaping @Sendable (ExpressionValue) throws(EvaluationError) -> ExpressionValue
    ) -> FunctionOverload {
        FunctionOverload(
            [.string], result,
            specialize: { (constants) throws(EvaluationError) in
                guard let text = constants[0] else { return nil }
                let value = try convert(text)
                return { (_, _) throws(EvaluationError) in value }
            }
        ) { (values, _) throws(EvaluationError) in try convert(values[0]) }
    }

    private static func outOfRange(_ type: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "the number does not fit \(type)")
    }

    private static func notNumber(_ type: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "the text is not \(type)")
    }

    @Sendable private static func int(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        switch value {
        case .uint(let number):
            guard let int = Int64(exactly: number) else { throw outOfRange("an int") }
            return .int(int)
        case .double(let number):
            // Both ends are left out, as -2^63 is what every smaller number rounds to.
            guard number > -0x1p63, number < 0x1p63 else { throw outOfRange("an int") }
            return .int(Int64(number))
        case .string(let text):
            guard let int = Int64(text) else { throw notNumber("an int") }
            return .int(int)
        case .timestamp(let time): return .int(time.seconds)
        default: return value
        }
    }

    @Sendable private static func uint(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        switch value {
        case .int(let number):
            guard let uint = UInt64(exactly: number) else { throw outOfRange("a uint") }
            return .uint(uint)
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw outOfRange("a uint") }
            return .uint(UInt64(number))
        case .string(let text):
            guard let uint = UInt64(text), !text.hasPrefix("-") else { throw notNumber("a uint") }
            return .uint(uint)
        default: return value
        }
    }

    @Sendable private static func double(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        switch value {
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let double = Double(text) else { throw notNumber("a double") }
            return .double(double)
        default: return value
        }
    }

    @Sendable private static func string(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        guard let text = value.text else { throw EvaluationError(.invalidArgument, "the bytes are not UTF-8 text") }
        return .string(text)
    }

    @Sendable private static func bytes(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        if case .string(let text) = value { .bytes(Array(text.utf8)) } else { value }
    }

    @Sendable private static func bool(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        guard case .string(let text) = value else { return value }
        switch text {
        case "1", "t", "T", "true", "True", "TRUE": return .bool(true)
        case "0", "f", "F", "false", "False", "FALSE": return .bool(false)
        default: throw EvaluationError(.invalidArgument, "the text is neither `true` nor `false`")
        }
    }

    @Sendable private static func timestamp(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        switch value {
        case .string(let text):
            guard let time = TimestampValue(rfc3339: text) else {
                throw EvaluationError(
                    .invalidArgument, "the text is not a time such as 2026-03-09T14:30:00Z (RFC 3339) in the years 1 to 9999")
            }
            return .timestamp(time)
        case .int(let seconds):
            guard let time = TimestampValue(seconds: seconds) else {
                throw EvaluationError(.invalidArgument, "the seconds are outside the years 1 to 9999")
            }
            return .timestamp(time)
        default: return value
        }
    }

    @Sendable private static func duration(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        guard case .string(let text) = value else { return value }
        guard let duration = DurationValue(text: text) else {
            throw EvaluationError(.invalidArgument, "the text is not a duration such as 90s, 1h30m or 250ms")
        }
        return .duration(duration)
    }
}
