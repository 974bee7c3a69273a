import Diagnostics

extension ExpressionCompiler {
    mutating func select(
        _ syntax: SyntaxNode, _ operandSyntax: SyntaxNode, _ field: String, _ mode: SelectNode.Mode
    ) -> Typed {
        if mode == .plain, let name = syntax.qualifiedName, name.hasPrefix(".") || !startsAtLocal(name),
            let known = variableOrType(name, syntax.range)
        {
            return known
        }
        var operand = lowerOpen(operandSyntax)
        let type = fieldType(field, of: operand.type, mode, syntax)
        guard var type else { return Typed(type: mode == .presence ? .bool : .dyn, node: operand.node) }
        if mode == .optional, case .optional = type {} else if mode == .optional { type = .optional(type) }
        operand.path?.steps.append(field)
        if mode == .presence {
            close(&operand, operandSyntax.range.lowerBound..<syntax.focus.upperBound)
            type = .bool
        }
        let node: any Evaluable =
            (mode == .plain ? PathNode.extending(operand.node, by: field, syntax.range) : nil)
            ?? SelectNode(operand.node, field: field, mode: mode, syntax.range)
        return Typed(type: type, node: node, path: operand.path)
    }

    /// The type of a field; nil after a mistake was noted.
    private mutating func fieldType(
        _ field: String, of operandType: ExpressionType, _ mode: SelectNode.Mode, _ syntax: SyntaxNode
    ) -> ExpressionType? {
        switch resolved(operandType) {
        case .dyn: return .dyn
        case .typeParameter:
            _ = solver.assign(.dyn, to: operandType)
            return .dyn
        case .map(_, let value): return value
        case .object(let object): return self.field(field, of: object, at: syntax.focus)
        case .optional(let wrapped):
            return fieldType(field, of: wrapped, mode, syntax).map { type in
                if case .optional = resolved(type) { type } else { .optional(type) }
            }
        case let other:
            guard isChecked else { return .dyn }
            var help: [String] = []
            if case .list = other {
                help = ["a list has an index: [0]; for every element write list.map(x, x.\(field))"]
            } else if environment.functions[field] != nil {
                help = ["functions are called with brackets: .\(field)()"]
            }
            issues.append(
                ExpressionIssue(
                    .unknownField, "no field `\(field)` here: what stands before it is \(name(other)), not a map",
                    at: syntax.focus, help: help))
            return nil
        }
    }

    /// The type of a field that a structural type declares; nil after a mistake was noted.
    private mutating func field(_ field: String, of object: ObjectType, at range: Range<Int>) -> ExpressionType? {
        if let type = object.type(of: field) { return type }
        guard !object.isOpen, isChecked else { return .dyn }
        let names = object.fields.map(\.name)
        let match = closestMatch(to: field, in: names)
        issues.append(
            ExpressionIssue(
                .unknownField, "\(object.name) has no field `\(field)`", at: range, label: match.map { "did you mean `\($0)`?" },
                help: [names.isEmpty ? "it has no fields" : "it has: \(names.joined(separator: ", "))"]))
        return nil
    }

    mutating func index(_ syntax: SyntaxNode, _ arguments: [SyntaxNode], isOptional: Bool) -> Typed {
        var operand = lowerOpen(arguments[0])
        let index = lower(arguments[1])
        var operandType = resolved(operand.type)
        var wrapsResult = isOptional
        if case .optional(let wrapped) = operandType {
            operandType = resolved(wrapped)
            wrapsResult = true
        }
        var type: ExpressionType
        let constant = (index.node as? LiteralNode)?.value
        if case .object(let object) = operandType, case .string(let key)? = constant {
            guard let known = field(key, of: object, at: syntax.focus) else { return Typed(type: .dyn, node: operand.node) }
            type = known
        } else if case .dyn = operandType {
            type = .dyn
        } else if case .typeParameter = operandType {
            _ = solver.assign(.dyn, to: operandType)
            type = .dyn
        } else if let match = match(
            OperatorSignatures.all["_[_]"]!.map { ($0.parameters, $0.result) }, [operandType, index.type])
        {
            type = match.result
        } else {
            guard isChecked else {
                return Typed(type: .dyn, node: IndexNode(operand.node, index.node, isOptional: isOptional, syntax.range))
            }
            return fail(indexMismatch(operandType, index.type, syntax), syntax)
        }
        if wrapsResult { type = .optional(type) }
        switch constant {
        case .string(let key)?: operand.path?.steps.append(key)
        case .int(let position)?: operand.path?.steps.append(String(position))
        default: close(&operand, arguments[0].range)
        }
        return Typed(
            type: type, node: IndexNode(operand.node, index.node, isOptional: isOptional, syntax.range), path: operand.path)
    }

    private func indexMismatch(_ operand: ExpressionType, _ index: ExpressionType, _ syntax: SyntaxNode) -> ExpressionIssue {
        switch operand {
        case .list:
            return ExpressionIssue(
                .noOverload, "a list has int indexes, from 0; found \(name(index))", at: syntax.focus,
                help: Conversion.help(from: resolved(index), to: .int))
        case .map(let key, _):
            return ExpressionIssue(
                .noOverload, "the keys of this map are \(name(key)); found \(name(index))", at: syntax.focus,
                help: Conversion.help(from: resolved(index), to: resolved(key)))
        case .string:
            return ExpressionIssue(
                .noOverload, "a string has no index", at: syntax.focus, help: ["write .charAt(0) or .substring(0, 1)"])
        default:
            return ExpressionIssue(.noOverload, "only lists and maps have an index; found \(name(operand))", at: syntax.focus)
        }
    }
}
