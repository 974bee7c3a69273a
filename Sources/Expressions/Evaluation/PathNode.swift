import Values

/// A variable and plain fields behind it, `trigger.body.phone`: goes through JSON without wrapping what lies between.
final class PathNode: Evaluable {
    enum Source: Sendable {
        case variable(Int)
        case local(Int)
    }

    let source: Source
    let fields: [String]
    /// Where the path up to each field stands, for messages.
    let ranges: [Range<Int>]
    let sourceRange: Range<Int>
    var range: Range<Int> { ranges[ranges.count - 1] }

    init(_ source: Source, _ sourceRange: Range<Int>, fields: [String], ranges: [Range<Int>]) {
        self.source = source
        self.sourceRange = sourceRange
        self.fields = fields
        self.ranges = ranges
    }

    func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> ExpressionValue {
        try context.charge(1 + fields.count)
        switch source {
        case .variable(let slot):
            return try walk(try context.variable(slot, sourceRange))
        case .local(let slot): return try walk(context.locals[slot])
        }
    }

    @inline(__always)
    private func walk(_ start: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
        if case .map(let map) = start, case .json(let members) = map.storage { return try walk(members.object) }
        return try walk(start, from: 0)
    }

    private func walk(_ object: ValueObject) throws(EvaluationError) -> ExpressionValue {
        guard var value = object[fields[0]] else { throw .missing(field: fields[0], in: ExpressionMap(object), at: ranges[0]) }
        for index in 1..<fields.count {
            guard case .object(let inner) = value else { return try walk(ExpressionValue(value), from: index) }
            guard let next = inner[fields[index]] else {
                throw .missing(field: fields[index], in: ExpressionMap(inner), at: ranges[index])
            }
            value = next
        }
        return ExpressionValue(value)
    }

    private func walk(_ start: ExpressionValue, from first: Int) throws(EvaluationError) -> ExpressionValue {
        var value = start
        for index in first..<fields.count {
            value = try SelectNode.select(fields[index], from: value, .plain, ranges[index])
        }
        return value
    }
}

extension PathNode {
    /// The path with one more field; nil when the node is nothing that a path can start with.
    static func extending(_ node: any Evaluable, by field: String, _ range: Range<Int>) -> PathNode? {
        switch node {
        case let path as PathNode:
            PathNode(path.source, path.sourceRange, fields: path.fields + [field], ranges: path.ranges + [range])
        case let variable as VariableNode:
            PathNode(.variable(variable.slot), variable.range, fields: [field], ranges: [range])
        case let local as LocalNode: PathNode(.local(local.slot), local.range, fields: [field], ranges: [range])
        default: nil
        }
    }
}
