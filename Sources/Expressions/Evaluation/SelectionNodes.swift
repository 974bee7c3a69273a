/// `operand.field`, `operand.?field` and `has(operand.field)`
final class SelectNode: Evaluable {
    enum Mode: Sendable { case plain, optional, presence }

    let operand: any Evaluable
    let field: String
    let mode: Mode
    let range: Range<Int>

    init(_ operand: any Evaluable, field: String, mode: Mode, _ range: Range<Int>) {
        self.operand = operand
        self.field = field
        self.mode = mode
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        return try Self.select(field, from: try operand.evaluate(&context), mode, range)
    }

    static func select(
        _ field: String, from operand: ExpressionValue, _ mode: Mode, _ range: Range<Int>
    ) throws(EvaluationError) -> ExpressionValue {
        switch operand {
        case .map(let map):
            switch mode {
            case .plain:
                guard let value = map[field] else { throw .missing(field: field, in: map, at: range) }
                return value
            case .optional: return .optional(map[field])
            case .presence: return .bool(map[field] != nil)
            }
        case .optional(let wrapped):
            // Selecting from an optional gives an optional, however it is written.
            guard let wrapped else { return mode == .presence ? .bool(false) : .optional(nil) }
            guard case .map(let map) = wrapped else { throw noFields(wrapped, field, range) }
            return mode == .presence ? .bool(map[field] != nil) : .optional(map[field])
        default: throw noFields(operand, field, range)
        }
    }

    private static func noFields(_ value: ExpressionValue, _ field: String, _ range: Range<Int>) -> EvaluationError {
        // A null in the middle counts as missing, so that `coalesce` passes over it.
        let code: ExpressionCode = if case .null = value { .missingValue } else { .wrongKind }
        return EvaluationError(code, "no such field `\(field)`: what stands before it is \(value.kindName), not a map", at: range)
    }
}

/// `operand[index]` and `operand[?index]`
final class IndexNode: Evaluable {
    let operand: any Evaluable
    let index: any Evaluable
    let isOptional: Bool
    let range: Range<Int>

    init(_ operand: any Evaluable, _ index: any Evaluable, isOptional: Bool, _ range: Range<Int>) {
        self.operand = operand
        self.index = index
        self.isOptional = isOptional
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let operand = try operand.evaluate(&context)
        let index = try index.evaluate(&context)
        if case .optional(let wrapped) = operand {
            guard let wrapped else { return .optional(nil) }
            return .optional(try element(index, of: wrapped))
        }
        if let value = try element(index, of: operand) { return isOptional ? .optional(value) : value }
        if isOptional { return .optional(nil) }
        throw missing(index, in: operand)
    }

    private func element(_ index: ExpressionValue, of operand: ExpressionValue) throws(EvaluationError) -> ExpressionValue? {
        switch operand {
        case .map(let map): return map[index]
        case .list(let list):
            let position: Int?
            switch index {
            case .int(let number): position = Int(exactly: number)
            case .uint(let number): position = Int(exactly: number)
            case .double(let number):
                guard number.rounded() == number else {
                    throw EvaluationError(.invalidArgument, "a list index must be a whole number", at: range)
                }
                position = Int(exactly: number)
            default:
                throw EvaluationError(.wrongKind, "a list index must be a whole number, found \(index.kindName)", at: range)
            }
            guard let position, position >= 0, position < list.count else { return nil }
            return list[position]
        case .null:
            throw EvaluationError(.missingValue, "there is nothing to index: the value is null", at: range)
        default:
            throw EvaluationError(.wrongKind, "only lists and maps have an index, found \(operand.kindName)", at: range)
        }
    }

    private func missing(_ index: ExpressionValue, in operand: ExpressionValue) -> EvaluationError {
        switch operand {
        case .list(let list):
            return EvaluationError(
                .missingValue, "no such index: the list has \(list.count) element\(list.count == 1 ? "" : "s")", at: range)
        case .map(let map):
            if self.index is LiteralNode, case .string(let name) = index { return .missing(field: name, in: map, at: range) }
            return EvaluationError(.missingValue, "no such key in the map", at: range)
        default: return EvaluationError(.missingValue, "no such key", at: range)
        }
    }
}

extension EvaluationError {
    /// Lists the fields that are there: names only, and not too many.
    static func missing(field: String, in map: ExpressionMap, at range: Range<Int>) -> EvaluationError {
        let names = map.fieldNames
        let known: String
        if names.isEmpty {
            known = "the map is empty"
        } else if names.count <= 12 {
            known = "the map has: \(names.joined(separator: ", "))"
        } else {
            known = "the map has \(names.count) others: \(names.prefix(10).joined(separator: ", ")), ..."
        }
        return EvaluationError(.missingValue, "no such field `\(field)`; \(known)", at: range)
    }
}
