extension Parser {
    /// A call, or what the macro of that name and shape makes of it.
    mutating func call(
        _ name: String, target: SyntaxNode?, _ arguments: [SyntaxNode], _ range: Range<Int>, focus: Range<Int>
    ) throws(ExpressionIssue) -> SyntaxNode {
        if expandsMacros, let expanded = try macro(name, target: target, arguments, range, focus: focus) { return expanded }
        let children = (target.map { [$0] } ?? []) + arguments
        return try node(.call(name, target: target, arguments), range, focus: focus, over: children)
    }

    private mutating func macro(
        _ name: String, target: SyntaxNode?, _ arguments: [SyntaxNode], _ range: Range<Int>, focus: Range<Int>
    ) throws(ExpressionIssue) -> SyntaxNode? {
        guard let target else { return try globalMacro(name, arguments, range, focus: focus) }
        if case .identifier(let namespace, isAbsolute: false) = target.kind {
            switch (namespace, name) {
            case ("cel", "bind"):
                guard arguments.count == 3 else {
                    throw ExpressionIssue(
                        .macroUse, "`cel.bind` takes a name, a value and an expression, as in cel.bind(x, 2, x + x)", at: range)
                }
                let variable = try variableName(arguments[0], of: "cel.bind")
                return try node(.bind(variable, arguments[1], arguments[2]), range, focus: focus, over: arguments)
            case ("math", "greatest") where arguments.count > 2, ("math", "least") where arguments.count > 2:
                let list = try node(
                    .list(arguments.map { .init(value: $0, isOptional: false) }),
                    arguments[0].range.lowerBound..<arguments[arguments.count - 1].range.upperBound, over: arguments)
                return try node(.call(name, target: target, [list]), range, focus: focus, over: [target, list])
            default: break
            }
        }
        guard let shape = Shape(name, arguments.count) else { return nil }
        let variable = try variableName(arguments[0], of: name)
        var second: String?
        if shape.variables == 2 {
            second = try variableName(arguments[1], of: name)
            guard second != variable else {
                throw ExpressionIssue(.macroUse, "the two variables of `\(name)` need different names", at: arguments[1].range)
            }
        }
        let rest = arguments.dropFirst(shape.variables)
        let comprehension = Comprehension(
            kind: shape.kind, name: name, operand: target, variable: variable, secondVariable: second,
            filter: rest.count == 2 ? rest.first : nil, body: arguments[arguments.count - 1])
        return try node(.comprehension(comprehension), range, focus: focus, over: [target] + rest)
    }

    private mutating func globalMacro(
        _ name: String, _ arguments: [SyntaxNode], _ range: Range<Int>, focus: Range<Int>
    ) throws(ExpressionIssue) -> SyntaxNode? {
        switch name {
        case "has":
            guard arguments.count == 1, case .select(let operand, let field, isOptional: false) = arguments[0].kind else {
                throw ExpressionIssue(
                    .macroUse, "`has` takes one field, as in has(order.phone)", at: range,
                    help: ["for an index write `'key' in map` or map[?'key'].hasValue()"])
            }
            return try node(.presence(operand, field: field), range, focus: arguments[0].focus, over: [operand])
        case "coalesce":
            guard !arguments.isEmpty else {
                throw ExpressionIssue(.macroUse, "`coalesce` needs at least one value", at: range)
            }
            return try node(.coalesce(arguments), range, focus: focus, over: arguments)
        default: return nil
        }
    }

    private func variableName(_ node: SyntaxNode, of macro: String) throws(ExpressionIssue) -> String {
        guard case .identifier(let name, isAbsolute: false) = node.kind else {
            throw ExpressionIssue(
                .macroUse, "`\(macro)` needs a plain name here, such as `x`, for its variable", at: node.range,
                help: macro.hasPrefix("cel") ? [] : ["for example: list.\(macro)(x, ...)"])
        }
        return name
    }

    /// What a member macro is, by name and number of arguments.
    private struct Shape {
        let kind: Comprehension.Kind
        var variables = 1

        init?(_ name: String, _ count: Int) {
            switch (name, count) {
            case ("all", 2...3): kind = .all
            case ("exists", 2...3): kind = .exists
            case ("exists_one", 2...3), ("existsOne", 2...3): kind = .existsOne
            case ("filter", 2): kind = .filter
            case ("map", 2...3): kind = .map
            case ("transformList", 3...4): kind = .map
            case ("transformMap", 3...4): kind = .transformMap
            case ("transformMapEntry", 3...4): kind = .transformMapEntry
            case ("sortBy", 2): kind = .sortBy
            case ("optMap", 2): kind = .optMap
            case ("optFlatMap", 2): kind = .optFlatMap
            default: return nil
            }
            if name.hasPrefix("transform") { variables = 2 }
            if count == 3, name == "all" || name.hasPrefix("exists") { variables = 2 }
        }
    }
}
