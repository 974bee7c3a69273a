/// The types that operators take and give; their work is done by nodes of their own.
enum OperatorSignatures {
    struct Signature: Sendable {
        let parameters: [ExpressionType]
        let result: ExpressionType

        init(_ parameters: [ExpressionType], _ result: ExpressionType) {
            self.parameters = parameters
            self.result = result
        }
    }

    private static let a = ExpressionType.typeParameter("A")
    private static let b = ExpressionType.typeParameter("B")

    static let all: [String: [Signature]] = {
        var table: [String: [Signature]] = [:]
        let mixed = [Signature([.int, .double], .double), Signature([.double, .int], .double)]
        func same(_ types: [ExpressionType]) -> [Signature] { types.map { Signature([$0, $0], $0) } }
        table["_+_"] =
            same([.int, .uint, .double, .string, .bytes, .list(a), .duration])
            + [Signature([.timestamp, .duration], .timestamp), Signature([.duration, .timestamp], .timestamp)] + mixed
        table["_-_"] =
            same([.int, .uint, .double, .duration])
            + [Signature([.timestamp, .timestamp], .duration), Signature([.timestamp, .duration], .timestamp)] + mixed
        table["_*_"] = same([.int, .uint, .double]) + mixed
        table["_/_"] = same([.int, .uint, .double]) + mixed
        table["_%_"] = same([.int, .uint])
        table["-_"] = [Signature([.int], .int), Signature([.double], .double)]
        table["!_"] = [Signature([.bool], .bool)]
        table["_==_"] = [Signature([a, a], .bool)]
        table["_!=_"] = [Signature([a, a], .bool)]
        let numbers: [ExpressionType] = [.int, .uint, .double]
        let ordered =
            ([.bool, .string, .bytes, .timestamp, .duration].map { Signature([$0, $0], .bool) })
            + numbers.flatMap { left in numbers.map { Signature([left, $0], .bool) } }
        for name in ["_<_", "_<=_", "_>_", "_>=_"] { table[name] = ordered }
        table["@in"] = [Signature([a, .list(a)], .bool), Signature([a, .map(a, b)], .bool)]
        table["_[_]"] = [Signature([.list(a), .int], a), Signature([.map(a, b), a], b)]
        table["_?_:_"] = [Signature([.bool, a, a], a)]
        return table
    }()
}
