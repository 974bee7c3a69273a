extension ExpressionCompiler {
    // MARK: Literals

    mutating func list(_ syntax: SyntaxNode, _ elements: [SyntaxNode.Element]) -> Typed {
        var type: ExpressionType?
        var nodes: [(node: any Evaluable, isOptional: Bool)] = []
        for element in elements {
            let typed = lower(element.value)
            let elementType = element.isOptional ? unwrapped(typed.type, element.value) : typed.type
            type = join(type, elementType)
            nodes.append((typed.node, element.isOptional))
        }
        return Typed(type: .list(type ?? solver.fresh()), node: ListNode(nodes, syntax.range))
    }

    mutating func map(_ syntax: SyntaxNode, _ entries: [SyntaxNode.Entry]) -> Typed {
        var keyType: ExpressionType?
        var valueType: ExpressionType?
        var nodes: [MapNode.Entry] = []
        for entry in entries {
            let key = lower(entry.key)
            let value = lower(entry.value)
            switch resolved(key.type) {
            case .dyn, .string, .int, .uint, .bool, .typeParameter: break
            case let other:
                guard isChecked else { break }
                issues.append(
                    ExpressionIssue(
                        .mapKey, "a map key must be string, int, uint or bool; found \(name(other))", at: entry.key.range))
            }
            keyType = join(keyType, key.type)
            valueType = join(valueType, entry.isOptional ? unwrapped(value.type, entry.value) : value.type)
            nodes.append((key.node, value.node, entry.isOptional))
        }
        return Typed(
            type: .map(keyType ?? solver.fresh(), valueType ?? solver.fresh()), node: MapNode(nodes, syntax.range))
    }

    /// The type of elements that stand in one list: the more general one, or `dyn` when they do not agree.
    mutating func join(_ previous: ExpressionType?, _ current: ExpressionType) -> ExpressionType {
        guard let previous else { return current }
        return solver.assign(previous, to: current) ? solver.mostGeneral(resolved(previous), resolved(current)) : .dyn
    }

    /// What the optional behind a `?` holds.
    private mutating func unwrapped(_ type: ExpressionType, _ syntax: SyntaxNode) -> ExpressionType {
        let wrapped = solver.fresh()
        if solver.assign(type, to: .optional(wrapped)) { return wrapped }
        if isChecked {
            issues.append(
                ExpressionIssue(
                    .noOverload, "`?` stands before an optional; found \(name(type))", at: syntax.range,
                    help: ["leave out the `?`, or write value.?field"]))
        }
        return .dyn
    }

    mutating func coalesce(_ syntax: SyntaxNode, _ operands: [SyntaxNode]) -> Typed {
        var type: ExpressionType?
        var nodes: [any Evaluable] = []
        for operand in operands {
            let typed = lower(operand)
            nodes.append(typed.node)
            var operandType = resolved(typed.type)
            if case .optional(let wrapped) = operandType { operandType = wrapped }
            if operandType != .null { type = join(type, operandType) }
        }
        return Typed(type: type ?? .null, node: CoalesceNode(nodes, syntax.range))
    }

    // MARK: Comprehensions

    mutating func comprehension(_ syntax: SyntaxNode, _ comprehension: Comprehension) -> Typed {
        let operand = lower(comprehension.operand)
        if comprehension.kind == .optMap || comprehension.kind == .optFlatMap {
            return optionalMap(syntax, comprehension, operand)
        }
        comprehensionNesting += 1
        defer { comprehensionNesting -= 1 }
        if comprehensionNesting > environment.limits.comprehensionNesting {
            return fail(
                ExpressionIssue(
                    .tooLarge, "macros stand inside each other more than \(environment.limits.comprehensionNesting) deep",
                    at: syntax.focus), syntax)
        }
        guard let (first, second) = elementTypes(operand.type, comprehension) else {
            return fail(
                ExpressionIssue(
                    .noOverload,
                    "`\(comprehension.name)` goes through \(comprehension.kind == .sortBy ? "a list" : "a list or a map"); found \(name(operand.type))",
                    at: comprehension.operand.range), syntax)
        }
        var secondSlot: Int?
        let (slot, (filter, body)) = withLocal(comprehension.variable, first) { compiler -> (Typed?, Typed) in
            guard let name = comprehension.secondVariable else { return compiler.bodies(comprehension) }
            let (slot, result) = compiler.withLocal(name, second) { $0.bodies(comprehension) }
            secondSlot = slot
            return result
        }
        let node = ComprehensionNode(
            comprehension, operand: operand.node, slot: slot, secondSlot: secondSlot, filter: filter?.node, body: body.node,
            range: syntax.range)
        return Typed(type: resultType(comprehension, first, second, body, operand.type), node: node)
    }

    private mutating func bodies(_ comprehension: Comprehension) -> (filter: Typed?, body: Typed) {
        let filter = comprehension.filter.map { condition(lower($0), $0, comprehension.name) }
        let body = lower(comprehension.body)
        switch comprehension.kind {
        case .all, .exists, .existsOne, .filter: return (filter, condition(body, comprehension.body, comprehension.name))
        default: return (filter, body)
        }
    }

    private mutating func condition(_ typed: Typed, _ syntax: SyntaxNode, _ name: String) -> Typed {
        if isChecked, !solver.assign(typed.type, to: .bool) {
            let type = resolved(typed.type)
            issues.append(
                ExpressionIssue(
                    .noOverload, "the condition of `\(name)` must be true or false; found \(self.name(type))", at: syntax.range,
                    help: Conversion.help(from: type, to: .bool)))
        }
        return typed
    }

    /// The types of the variables: index and element of a list, key and value of a map.
    private mutating func elementTypes(
        _ type: ExpressionType, _ comprehension: Comprehension
    ) -> (first: ExpressionType, second: ExpressionType)? {
        let hasTwo = comprehension.secondVariable != nil
        switch resolved(type) {
        case .dyn: return (.dyn, .dyn)
        case .typeParameter:
            _ = solver.assign(.dyn, to: type)
            return (.dyn, .dyn)
        case .list(let element): return hasTwo ? (.int, element) : (element, .dyn)
        case .map(let key, let value) where comprehension.kind != .sortBy: return (key, value)
        case .object where comprehension.kind != .sortBy: return (.string, .dyn)
        default: return isChecked ? nil : (.dyn, .dyn)
        }
    }

    private mutating func resultType(
        _ comprehension: Comprehension, _ first: ExpressionType, _ second: ExpressionType, _ body: Typed,
        _ operandType: ExpressionType
    ) -> ExpressionType {
        switch comprehension.kind {
        case .all, .exists, .existsOne: return .bool
        case .filter: return .list(first)
        case .sortBy:
            checkOrder(body, comprehension)
            return .list(first)
        case .map: return .list(body.type)
        case .transformMap: return .map(first, body.type)
        case .transformMapEntry:
            let key = solver.fresh()
            let value = solver.fresh()
            if solver.assign(body.type, to: .map(key, value)) { return .map(key, value) }
            if isChecked {
                issues.append(
                    ExpressionIssue(
                        .noOverload, "`\(comprehension.name)` needs a map for each element; found \(name(body.type))",
                        at: comprehension.body.range, help: ["write {key: value}"]))
            }
            return .dyn
        case .optMap, .optFlatMap: preconditionFailure("optionals have a node of their own")
        }
    }

    /// What is sorted by must have an order.
    private mutating func checkOrder(_ key: Typed, _ comprehension: Comprehension) {
        switch resolved(key.type) {
        case .dyn, .typeParameter, .int, .uint, .double, .bool, .string, .bytes, .timestamp, .duration: break
        case let other:
            guard isChecked else { break }
            issues.append(
                ExpressionIssue(
                    .noOverload, "`\(comprehension.name)` cannot put \(name(other)) in order", at: comprehension.body.range,
                    help: ["sort by a number, a text, a time or a bool"]))
        }
    }

    private mutating func optionalMap(_ syntax: SyntaxNode, _ comprehension: Comprehension, _ operand: Typed) -> Typed {
        let wrapped = solver.fresh()
        guard solver.assign(operand.type, to: .optional(wrapped)) else {
            return fail(
                ExpressionIssue(
                    .noOverload, "`\(comprehension.name)` takes an optional; found \(name(operand.type))",
                    at: comprehension.operand.range, help: ["write value.?field or optional.of(value)"]), syntax)
        }
        let (slot, body) = withLocal(comprehension.variable, resolved(wrapped)) { $0.lower(comprehension.body) }
        let isFlat = comprehension.kind == .optFlatMap
        var type = ExpressionType.optional(body.type)
        if isFlat {
            let inner = ExpressionType.optional(solver.fresh())
            guard solver.assign(body.type, to: inner) else {
                return fail(
                    ExpressionIssue(
                        .noOverload, "the expression of `optFlatMap` must give an optional; found \(name(body.type))",
                        at: comprehension.body.range, help: ["write optMap for a plain value"]), syntax)
            }
            type = inner
        }
        return Typed(
            type: type,
            node: OptionalMapNode(operand: operand.node, slot: slot, body: body.node, isFlat: isFlat, range: syntax.range))
    }
}
