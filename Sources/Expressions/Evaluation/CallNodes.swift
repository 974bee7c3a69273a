/// A call of which the checker knows the overload. The kinds are still looked at: data may not be what was declared.
final class CallNode: Evaluable {
    let implementation: FunctionOverload.Implementation
    let arguments: [any Evaluable]
    let name: String
    let overload: FunctionOverload
    let range: Range<Int>

    init(
        _ implementation: @escaping FunctionOverload.Implementation, _ arguments: [any Evaluable], _ name: String,
        _ overload: FunctionOverload, _ range: Range<Int>
    ) {
        self.implementation = implementation
        self.arguments = arguments
        self.name = name
        self.overload = overload
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        var values: [ExpressionValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try argument.evaluate(&context)) }
        guard overload.admits(values) else { throw .noOverload(name, [overload], values, range) }
        do throws(EvaluationError) {
            return try implementation(values, &context)
        } catch {
            throw error.placed(at: range)
        }
    }
}

/// A call whose overload is chosen by the kinds that arrive.
final class DispatchNode: Evaluable {
    let name: String
    let overloads: [FunctionOverload]
    let arguments: [any Evaluable]
    let range: Range<Int>

    init(_ name: String, _ overloads: [FunctionOverload], _ arguments: [any Evaluable], _ range: Range<Int>) {
        self.name = name
        self.overloads = overloads
        self.arguments = arguments
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        var values: [ExpressionValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try argument.evaluate(&context)) }
        for overload in overloads where overload.admits(values) {
            do throws(EvaluationError) {
                return try overload.implementation(values, &context)
            } catch {
                throw error.placed(at: range)
            }
        }
        throw .noOverload(name, overloads, values, range)
    }
}

extension EvaluationError {
    static func noOverload(
        _ name: String, _ overloads: [FunctionOverload], _ values: [ExpressionValue], _ range: Range<Int>
    ) -> EvaluationError {
        let found = values.map(\.kindName).joined(separator: ", ")
        return EvaluationError(
            .wrongKind,
            "`\(name)` takes \(FunctionOverload.list(overloads)); found \(found)\(ExpressionValue.nullAdvice(values))", at: range)
    }
}

extension ExpressionValue {
    /// What to add to a message about kinds when one of the values is null.
    static func nullAdvice(_ values: [ExpressionValue]) -> String {
        let hasNull = values.contains { if case .null = $0 { true } else { false } }
        return hasNull ? "; write coalesce(..., fallback) for a value that may be null" : ""
    }
}

extension FunctionOverload {
    /// Whether values of these kinds can be passed. Elements of lists and maps are not looked at.
    func admits(_ values: [ExpressionValue]) -> Bool {
        guard values.count == parameters.count else { return false }
        for (parameter, value) in zip(parameters, values) where !parameter.admits(value) { return false }
        return true
    }

    /// How the ways to call a function are listed in a message.
    static func list(_ overloads: [FunctionOverload]) -> String {
        let forms = overloads.map { overload in
            let parameters = overload.parameters.map(\.readableName)
            guard overload.isMember, let target = parameters.first else { return "(\(parameters.joined(separator: ", ")))" }
            return "\(target).(\(parameters.dropFirst().joined(separator: ", ")))"
        }
        return forms.prefix(8).joined(separator: " or ") + (forms.count > 8 ? " or others" : "")
    }
}

extension ExpressionType {
    /// Whether a value is of this type, as far as its kind tells.
    func admits(_ value: ExpressionValue) -> Bool {
        switch (self, value) {
        case (.dyn, _), (.typeParameter, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
            (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type),
            (.list, .list), (.map, .map), (.object, .map), (.optional, .optional):
            true
        default: false
        }
    }

    /// For messages: type parameters read as `any`.
    var readableName: String {
        switch self {
        case .typeParameter, .dyn: "any"
        case .list(let element): element.isParameter ? "list" : "list(\(element.readableName))"
        case .map(let key, let value):
            key.isParameter && value.isParameter ? "map" : "map(\(key.readableName), \(value.readableName))"
        case .optional(let element): element.isParameter ? "optional" : "optional(\(element.readableName))"
        default: description
        }
    }

    private var isParameter: Bool {
        switch self {
        case .typeParameter, .dyn: true
        default: false
        }
    }
}
