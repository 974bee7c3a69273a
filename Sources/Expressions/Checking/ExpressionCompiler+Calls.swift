import Diagnostics

extension ExpressionCompiler {
    /// Which signatures take arguments of these types, and what they give together: `dyn` when they differ.
    mutating func match(
        _ signatures: [(parameters: [ExpressionType], result: ExpressionType)], _ arguments: [ExpressionType]
    ) -> (indexes: [Int], result: ExpressionType)? {
        var indexes: [Int] = []
        var result: ExpressionType?
        for (index, signature) in signatures.enumerated() where signature.parameters.count == arguments.count {
            let instance = solver.instantiate(signature.parameters + [signature.result])
            guard solver.assign(arguments, to: Array(instance.dropLast())) else { continue }
            indexes.append(index)
            let found = solver.resolve(instance[instance.count - 1])
            if let known = result {
                if known != found { result = .dyn }
            } else {
                result = found
            }
        }
        return result.map { (indexes, $0) }
    }

    mutating func call(
        _ syntax: SyntaxNode, _ name: String, _ target: SyntaxNode?, _ arguments: [SyntaxNode]
    ) -> Typed {
        if target == nil, let operation = operatorCall(syntax, name, arguments) { return operation }
        if let target {
            // `math.abs(x)`: what stands before the dot may be a namespace rather than a value.
            if let namespace = target.qualifiedName, namespace.hasPrefix(".") || !startsAtLocal(namespace),
                let (fullName, overloads) = function("\(namespace).\(name)")
            {
                return apply(syntax, fullName, overloads.filter { !$0.isMember }, arguments)
            }
            guard let overloads = environment.functions[name]?.filter(\.isMember), !overloads.isEmpty else {
                return unknown(syntax, name, target, arguments)
            }
            return apply(syntax, name, overloads, [target] + arguments)
        }
        guard let (fullName, overloads) = function(name) else { return unknown(syntax, name, nil, arguments) }
        let global = overloads.filter { !$0.isMember }
        guard !global.isEmpty else { return unknown(syntax, name, nil, arguments) }
        return apply(syntax, fullName, global, arguments)
    }

    private func function(_ name: String) -> (name: String, overloads: [FunctionOverload])? {
        for candidate in environment.candidates(for: name) {
            if let overloads = environment.functions[candidate] { return (candidate, overloads) }
        }
        return nil
    }

    private mutating func apply(
        _ syntax: SyntaxNode, _ name: String, _ overloads: [FunctionOverload], _ arguments: [SyntaxNode]
    ) -> Typed {
        let arguments = arguments.map { lower($0) }
        let types = arguments.map(\.type)
        guard let match = match(overloads.map { ($0.parameters, $0.result) }, types) else {
            let found = types.map { self.name($0) }
            return fail(mismatch(syntax, name, overloads, found), syntax)
        }
        let chosen = match.indexes.map { overloads[$0] }
        let nodes = arguments.map(\.node)
        if chosen.count == 1, isTrusted(chosen[0]) {
            var implementation = chosen[0].implementation
            if let specialize = chosen[0].specialize {
                do throws(EvaluationError) {
                    if let special = try specialize(nodes.map { ($0 as? LiteralNode)?.value }) { implementation = special }
                } catch {
                    let culprit = nodes.last { $0 is LiteralNode }?.range ?? syntax.range
                    return fail(ExpressionIssue(.constantArgument, error.message, at: culprit), syntax)
                }
            }
            return Typed(type: match.result, node: CallNode(implementation, nodes, name, chosen[0], syntax.range))
        }
        return Typed(type: match.result, node: DispatchNode(name, chosen, nodes, syntax.range))
    }

    /// Constants are looked at only when the expression is checked: without, a bad one may never be reached.
    private func isTrusted(_ overload: FunctionOverload) -> Bool { isChecked || overload.specialize == nil }

    private func mismatch(
        _ syntax: SyntaxNode, _ name: String, _ overloads: [FunctionOverload], _ found: [String]
    ) -> ExpressionIssue {
        let isMember = overloads.allSatisfy(\.isMember)
        let arguments = (isMember ? found.dropFirst() : found[...]).joined(separator: ", ")
        let call = isMember ? "\(found.first ?? "").\(name)(\(arguments))" : "\(name)(\(arguments))"
        return ExpressionIssue(
            .noOverload, "`\(name)` cannot be called as \(call)", at: syntax.focus,
            help: ["it takes \(FunctionOverload.list(overloads))"])
    }

    private mutating func unknown(
        _ syntax: SyntaxNode, _ name: String, _ target: SyntaxNode?, _ arguments: [SyntaxNode]
    ) -> Typed {
        // What stands before the dot may be wrong too; the arguments certainly deserve a look.
        let namespace = target?.qualifiedName
        let isNamespace = namespace.map { name in environment.functions.keys.contains { $0.hasPrefix("\(name).") } } ?? false
        if let target, !isNamespace { _ = lower(target) }
        for argument in arguments { _ = MacroNames.all.contains(name) ? nil : lower(argument) }

        let fullName = isNamespace ? "\(namespace ?? "").\(name)" : name
        let known = environment.functions.filter { entry in
            isNamespace || entry.value.contains { $0.isMember == (target != nil) }
        }.keys
        var help: [String] = []
        if let usage = MacroNames.usage[name] {
            help = ["write \(usage)"]
        } else if let overloads = environment.functions[name], !isNamespace {
            let takesNoArgument = overloads.allSatisfy { $0.parameters.count == 1 }
            help = target == nil ? ["write value.\(name)(\(takesNoArgument ? "" : "..."))"] : ["write \(name)(value)"]
        }
        let match = help.isEmpty ? closestMatch(to: fullName, in: known) : nil
        return fail(
            ExpressionIssue(
                .unknownFunction, help.isEmpty ? "there is no function `\(fullName)`" : "`\(name)` cannot be called like this",
                at: syntax.focus, label: match.map { "did you mean `\($0)`?" }, help: help), syntax)
    }
}

/// How macros are written, for those who got it wrong.
enum MacroNames {
    static let usage: [String: String] = [
        "has": "has(value.field)",
        "all": "list.all(x, condition)",
        "exists": "list.exists(x, condition)",
        "exists_one": "list.exists_one(x, condition)",
        "existsOne": "list.existsOne(x, condition)",
        "filter": "list.filter(x, condition)",
        "map": "list.map(x, expression)",
        "transformList": "list.transformList(index, x, expression)",
        "transformMap": "map.transformMap(key, value, expression)",
        "transformMapEntry": "map.transformMapEntry(key, value, {newKey: newValue})",
        "sortBy": "list.sortBy(x, key)",
        "optMap": "optional.optMap(x, expression)",
        "optFlatMap": "optional.optFlatMap(x, expression)",
        "coalesce": "coalesce(a, b)",
    ]

    static let all = Set(usage.keys)
}
