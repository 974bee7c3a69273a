/// A macro that goes through a list or a map.
final class ComprehensionNode: Evaluable {
    let kind: Comprehension.Kind
    /// What the author called it, for messages.
    let name: String
    let operand: any Evaluable
    let slot: Int
    /// The slot of the second variable, if there are two.
    let secondSlot: Int?
    let filter: (any Evaluable)?
    let body: any Evaluable
    let range: Range<Int>

    init(
        _ comprehension: Comprehension, operand: any Evaluable, slot: Int, secondSlot: Int?, filter: (any Evaluable)?,
        body: any Evaluable, range: Range<Int>
    ) {
        kind = comprehension.kind
        name = comprehension.name
        self.operand = operand
        self.slot = slot
        self.secondSlot = secondSlot
        self.filter = filter
        self.body = body
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        let source = try Source(operand.evaluate(&context), self)
        switch kind {
        case .all: return .bool(try decide(source, deciding: false, &context))
        case .exists: return .bool(try decide(source, deciding: true, &context))
        case .existsOne:
            var found = 0
            for index in 0..<source.count {
                try bind(source, index, &context)
                if try flag(body, &context) { found += 1 }
            }
            return .bool(found == 1)
        case .filter:
            var kept: [ExpressionValue] = []
            for index in 0..<source.count {
                try bind(source, index, &context)
                let element = context.locals[slot]
                if try flag(body, &context) { kept.append(element) }
            }
            return .list(ExpressionList(kept))
        case .map:
            var results: [ExpressionValue] = []
            results.reserveCapacity(filter == nil ? source.count : 0)
            for index in 0..<source.count where try admits(source, index, &context) {
                results.append(try body.evaluate(&context))
            }
            return .list(ExpressionList(results))
        case .transformMap: return try transformMap(source, &context)
        case .transformMapEntry: return try transformMapEntry(source, &context)
        case .sortBy: return try sort(source, &context)
        case .optMap, .optFlatMap: preconditionFailure("optionals have a node of their own")
        }
    }

    // MARK: Elements

    /// What is gone through, element by element.
    private enum Source {
        case list(ExpressionList)
        case map(ExpressionMap, keys: [ExpressionValue])

        init(_ value: ExpressionValue, _ node: ComprehensionNode) throws(EvaluationError) {
            switch value {
            case .list(let list): self = .list(list)
            case .map(let map) where node.kind != .sortBy: self = .map(map, keys: map.keys)
            default:
                throw EvaluationError(
                    .wrongKind,
                    "`\(node.name)` goes through \(node.kind == .sortBy ? "a list" : "a list or a map"), found \(value.kindName)",
                    at: node.operand.range)
            }
        }

        var count: Int {
            switch self {
            case .list(let list): list.count
            case .map(_, let keys): keys.count
            }
        }
    }

    @inline(__always)
    private func bind(_ source: Source, _ index: Int, _ context: inout EvaluationContext) throws(EvaluationError) {
        try context.charge(1)
        switch source {
        case .list(let list):
            if let secondSlot {
                context.locals[slot] = .int(Int64(index))
                context.locals[secondSlot] = list[index]
            } else {
                context.locals[slot] = list[index]
            }
        case .map(let map, let keys):
            context.locals[slot] = keys[index]
            if let secondSlot { context.locals[secondSlot] = map[keys[index]] ?? .null }
        }
    }

    private func admits(
        _ source: Source, _ index: Int, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> Bool {
        try bind(source, index, &context)
        guard let filter else { return true }
        return try flag(filter, &context)
    }

    private func flag(_ node: any Evaluable, _ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
        let value = try node.evaluate(&context)
        guard case .bool(let flag) = value else {
            throw EvaluationError(
                .wrongKind, "the condition of `\(name)` must be true or false, found \(value.kindName)", at: node.range)
        }
        return flag
    }

    // MARK: Results

    /// `all` and `exists`: one element that decides wins over errors in others.
    private func decide(
        _ source: Source, deciding: Bool, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> Bool {
        var failure: EvaluationError?
        for index in 0..<source.count {
            try bind(source, index, &context)
            do throws(EvaluationError) {
                if try flag(body, &context) == deciding { return deciding }
            } catch {
                if error.code == .overBudget { throw error }
                if failure == nil { failure = error }
            }
        }
        if let failure { throw failure }
        return !deciding
    }

    private func transformMap(
        _ source: Source, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        var builder = ExpressionMap.Builder()
        for index in 0..<source.count where try admits(source, index, &context) {
            let key = context.locals[slot]
            try builder.insert(key, try body.evaluate(&context), at: range)
        }
        return .map(builder.map)
    }

    private func transformMapEntry(
        _ source: Source, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        var builder = ExpressionMap.Builder()
        for index in 0..<source.count where try admits(source, index, &context) {
            let value = try body.evaluate(&context)
            guard case .map(let map) = value else {
                throw EvaluationError(
                    .wrongKind, "`\(name)` needs a map for each element, found \(value.kindName)", at: body.range)
            }
            for (key, value) in map.entries {
                try context.charge(1)
                try builder.insert(key, value, at: body.range)
            }
        }
        return .map(builder.map)
    }

    private func sort(_ source: Source, _ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        var elements: [ExpressionValue] = []
        var keys: [ExpressionValue] = []
        for index in 0..<source.count {
            try bind(source, index, &context)
            elements.append(context.locals[slot])
            keys.append(try body.evaluate(&context))
        }
        do throws(EvaluationError) {
            return .list(ExpressionList(try ListSorting.sorted(elements, by: keys, &context)))
        } catch {
            throw error.placed(at: body.range)
        }
    }
}

/// `optional.optMap(x, ...)` and `optional.optFlatMap(x, ...)`
final class OptionalMapNode: Evaluable {
    let operand: any Evaluable
    let slot: Int
    let body: any Evaluable
    let isFlat: Bool
    let range: Range<Int>

    init(operand: any Evaluable, slot: Int, body: any Evaluable, isFlat: Bool, range: Range<Int>) {
        self.operand = operand
        self.slot = slot
        self.body = body
        self.isFlat = isFlat
        self.range = range
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1)
        guard let wrapped = try operand.evaluate(&context).unwrapped(for: isFlat ? "optFlatMap" : "optMap", operand.range)
        else { return .optional(nil) }
        context.locals[slot] = wrapped
        let result = try body.evaluate(&context)
        guard isFlat else { return .optional(result) }
        _ = try result.unwrapped(for: "optFlatMap", body.range)
        return result
    }
}
