/// Finds types for the type parameters of one expression, by the rules of CEL's reference checker.
struct TypeSolver {
    private var solutions: [String: ExpressionType] = [:]
    /// What to put back when an attempt fails.
    private var trail: [(String, ExpressionType?)] = []
    private var freshCount = 0

    /// A type parameter that nothing else uses.
    mutating func fresh() -> ExpressionType {
        freshCount += 1
        return .typeParameter("_\(freshCount)")
    }

    /// Whether values of one type can stand where the other is expected. Solutions found on the way are kept only when it holds.
    mutating func assign(_ type: ExpressionType, to target: ExpressionType) -> Bool {
        assign([type], to: [target])
    }

    mutating func assign(_ types: [ExpressionType], to targets: [ExpressionType]) -> Bool {
        precondition(types.count == targets.count, "as many types as targets")
        let mark = trail.count
        for (type, target) in zip(types, targets) where !unify(type, target) {
            while trail.count > mark {
                let (name, previous) = trail.removeLast()
                solutions[name] = previous
            }
            return false
        }
        return true
    }

    private mutating func solve(_ name: String, _ type: ExpressionType) {
        trail.append((name, solutions[name]))
        solutions[name] = type
    }

    private mutating func unify(_ a: ExpressionType, _ b: ExpressionType) -> Bool {
        if case .typeParameter(let name) = b {
            let (isValid, hadSolution) = substitute(a, for: name)
            if isValid { return true }
            if hadSolution { return false }
        }
        if case .typeParameter(let name) = a { return substitute(b, for: name).isValid }
        switch (a, b) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, .null), (.null, .timestamp), (.null, .duration), (.null, .opaque), (.null, .optional), (.null, .object):
            return true
        case (.timestamp, .null), (.duration, .null), (.opaque, .null), (.optional, .null), (.object, .null): return true
        case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)): return unify(x, y)
        case (.map(let key1, let value1), .map(let key2, let value2)): return unify(key1, key2) && unify(value1, value2)
        case (.object, .map(let key, let value)), (.map(let key, let value), .object):
            return unify(.string, key) && unify(.dyn, value)
        case (.object(let x), .object(let y)): return unify(x, y)
        case (.opaque(let name1, let types1), .opaque(let name2, let types2)):
            return name1 == name2 && types1.count == types2.count && zip(types1, types2).allSatisfy { unify($0, $1) }
        default: return a == b
        }
    }

    private mutating func unify(_ a: ObjectType, _ b: ObjectType) -> Bool {
        if a == b { return true }
        for field in a.fields {
            guard let other = b.type(of: field.name) else { continue }
            guard unify(field.type, other) else { return false }
        }
        return true
    }

    private mutating func substitute(
        _ type: ExpressionType, for name: String
    ) -> (isValid: Bool, hadSolution: Bool) {
        if type == .typeParameter(name) { return (true, true) }
        if let known = solutions[name] {
            if known == type { return (true, true) }
            guard unify(type, known) else { return (false, true) }
            let general = mostGeneral(type, known)
            if !occurs(name, in: general) { solve(name, general) }
            return (true, true)
        }
        guard !occurs(name, in: type) else { return (false, false) }
        solve(name, type)
        return (true, false)
    }

    private func occurs(_ name: String, in type: ExpressionType) -> Bool {
        switch type {
        case .typeParameter(let other):
            if other == name { return true }
            guard let solution = solutions[other] else { return false }
            return occurs(name, in: solution)
        case .list(let element), .optional(let element): return occurs(name, in: element)
        case .map(let key, let value): return occurs(name, in: key) || occurs(name, in: value)
        case .opaque(_, let types): return types.contains { occurs(name, in: $0) }
        default: return false
        }
    }

    /// Of two types that agree, the one that says less.
    func mostGeneral(_ a: ExpressionType, _ b: ExpressionType) -> ExpressionType {
        switch (a, b) {
        case (.object, .object) where a != b: return .map(.string, .dyn)
        case (.object, .map), (.map, .object): return .map(.string, .dyn)
        default: break
        }
        // What may be null says more than null itself.
        if a == .null, b != .dyn { return b }
        if b == .null, a != .dyn { return a }
        return isLessSpecific(a, b) ? a : b
    }

    private func isLessSpecific(_ a: ExpressionType, _ b: ExpressionType) -> Bool {
        switch (a, b) {
        case (.dyn, _), (.typeParameter, _): true
        case (_, .dyn), (_, .typeParameter): false
        case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)): isLessSpecific(x, y)
        case (.map(let key1, let value1), .map(let key2, let value2)):
            isLessSpecific(key1, key2) && isLessSpecific(value1, value2)
        case (.map, .object): true
        case (.opaque(let name1, let types1), .opaque(let name2, let types2)):
            name1 == name2 && types1.count == types2.count && zip(types1, types2).allSatisfy { isLessSpecific($0, $1) }
        default: a == b
        }
    }

    /// The type with everything filled in that is known; what is not known stays a parameter, or becomes `dyn`.
    func resolve(_ type: ExpressionType, unknownAsDyn: Bool = false) -> ExpressionType {
        switch type {
        case .typeParameter(let name):
            if let solution = solutions[name] { return resolve(solution, unknownAsDyn: unknownAsDyn) }
            return unknownAsDyn ? .dyn : type
        case .list(let element): return .list(resolve(element, unknownAsDyn: unknownAsDyn))
        case .optional(let element): return .optional(resolve(element, unknownAsDyn: unknownAsDyn))
        case .map(let key, let value):
            return .map(resolve(key, unknownAsDyn: unknownAsDyn), resolve(value, unknownAsDyn: unknownAsDyn))
        case .opaque(let name, let types):
            return .opaque(name, types.map { resolve($0, unknownAsDyn: unknownAsDyn) })
        default: return type
        }
    }

    /// Overload signatures with type parameters of their own.
    mutating func instantiate(_ types: [ExpressionType]) -> [ExpressionType] {
        var names: [String: ExpressionType] = [:]
        return types.map { instantiate($0, &names) }
    }

    private mutating func instantiate(_ type: ExpressionType, _ names: inout [String: ExpressionType]) -> ExpressionType {
        switch type {
        case .typeParameter(let name):
            if let known = names[name] { return known }
            let parameter = fresh()
            names[name] = parameter
            return parameter
        case .list(let element): return .list(instantiate(element, &names))
        case .optional(let element): return .optional(instantiate(element, &names))
        case .map(let key, let value): return .map(instantiate(key, &names), instantiate(value, &names))
        case .opaque(let name, let types): return .opaque(name, types.map { instantiate($0, &names) })
        default: return type
        }
    }
}
