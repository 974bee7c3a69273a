extension ExpressionCompiler {
    /// The call of an operator; nil when the name is that of a function.
    mutating func operatorCall(_ syntax: SyntaxNode, _ name: String, _ arguments: [SyntaxNode]) -> Typed? {
        switch name {
        case "_[_]": return index(syntax, arguments, isOptional: false)
        case "_[?_]": return index(syntax, arguments, isOptional: true)
        case "_&&_", "_||_": return logic(syntax, name, arguments)
        default: break
        }
        guard let signatures = OperatorSignatures.all[name] else { return nil }
        let operands = arguments.map { lower($0) }
        let types = operands.map(\.type)
        guard let match = match(signatures.map { ($0.parameters, $0.result) }, types) else {
            return fail(operatorMismatch(name, types.map { resolved($0) }, syntax), syntax)
        }
        return Typed(type: match.result, node: node(name, operands.map(\.node), syntax.range))
    }

    private func node(_ name: String, _ operands: [any Evaluable], _ range: Range<Int>) -> any Evaluable {
        switch name {
        case "!_": return NotNode(operands[0], range)
        case "-_": return NegationNode(operands[0], range)
        case "_==_": return EqualityNode(operands[0], operands[1], isNegated: false, range)
        case "_!=_": return EqualityNode(operands[0], operands[1], isNegated: true, range)
        case "@in": return MembershipNode(operands[0], operands[1], range)
        case "_?_:_": return ConditionalNode(operands[0], operands[1], operands[2], range)
        default:
            let symbol = String(name.dropFirst().dropLast())
            if let operation = ArithmeticOperator(rawValue: symbol) {
                return ArithmeticNode(operation, operands[0], operands[1], range)
            }
            guard let relation = OrderNode.Relation(rawValue: symbol) else { preconditionFailure("every operator has a node") }
            return OrderNode(relation, operands[0], operands[1], range)
        }
    }

    private mutating func logic(_ syntax: SyntaxNode, _ name: String, _ arguments: [SyntaxNode]) -> Typed {
        let operands = arguments.map { argument in
            let operand = lower(argument)
            if isChecked, !solver.assign(operand.type, to: .bool) {
                let type = resolved(operand.type)
                issues.append(
                    ExpressionIssue(
                        .noOverload, "`\(name.dropFirst().dropLast())` takes bool on both sides; found \(self.name(type))",
                        at: argument.range, help: Conversion.help(from: type, to: .bool)))
            }
            return operand.node
        }
        return Typed(type: .bool, node: LogicNode(operands, deciding: name == "_||_", syntax.range))
    }

    // MARK: Messages

    private func operatorMismatch(_ name: String, _ types: [ExpressionType], _ syntax: SyntaxNode) -> ExpressionIssue {
        let found = types.map { self.name($0) }
        switch name {
        case "!_":
            return ExpressionIssue(
                .noOverload, "`!` takes bool; found \(found[0])", at: syntax.focus,
                help: Conversion.help(from: types[0], to: .bool))
        case "-_":
            return ExpressionIssue(.noOverload, "`-` takes int or double; found \(found[0])", at: syntax.focus)
        case "_?_:_": return conditionalMismatch(types, found, syntax)
        case "@in":
            return ExpressionIssue(
                .noOverload, "`in` takes a value and a list or map of such values; found \(found[0]) in \(found[1])",
                at: syntax.focus,
                help: types[1] == .string ? ["for a part of a text write text.contains('part')"] : [])
        default: break
        }
        let symbol = String(name.dropFirst().dropLast())
        if name == "_==_" || name == "_!=_" {
            return ExpressionIssue(
                .noOverload, "`\(symbol)` compares values of one type; found \(found[0]) \(symbol) \(found[1])", at: syntax.focus,
                help: advice(types))
        }
        let forms = (OperatorSignatures.all[name] ?? []).map {
            "\($0.parameters[0].readableName) \(symbol) \($0.parameters[1].readableName)"
        }
        let shown = forms.prefix(14).joined(separator: ", ")
        return ExpressionIssue(
            .noOverload, "`\(symbol)` does not take \(found[0]) \(symbol) \(found[1])", at: syntax.focus,
            help: advice(types) + ["it takes \(shown)"])
    }

    private func conditionalMismatch(_ types: [ExpressionType], _ found: [String], _ syntax: SyntaxNode) -> ExpressionIssue {
        var solver = solver
        guard solver.assign(types[0], to: .bool) else {
            return ExpressionIssue(
                .noOverload, "the condition of `? :` must be true or false; found \(found[0])", at: syntax.focus,
                help: Conversion.help(from: types[0], to: .bool))
        }
        return ExpressionIssue(
            .noOverload, "both sides of `? :` must have one type; found \(found[1]) and \(found[2])", at: syntax.focus,
            help: advice(Array(types.dropFirst())) + ["write dyn(...) around one side if the type may differ"])
    }

    private func advice(_ types: [ExpressionType]) -> [String] {
        let left = Conversion.help(from: types[0], to: types[1], subject: "the left side")
        let right = Conversion.help(from: types[1], to: types[0], subject: "the right side")
        // Making text of something always works, making something of text may fail.
        if types[1] == .string, !left.isEmpty { return left }
        return right.isEmpty ? left : right
    }
}
