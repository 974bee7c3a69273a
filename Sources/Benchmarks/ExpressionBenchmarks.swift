import Expressions
import Values

/// The figures that the issue of expressions names: a comparison, a template, and a list worked through.
enum ExpressionBenchmarks {
    static let event: Value = {
        var members = ValueObject()
        for index in 0..<16 { members.set("field_\(index)", to: .string("value \(index)")) }
        members.set("total", to: 509.8)
        members.set("order_id", to: "TR-20417")
        members.set("name", to: "Ayşe Yılmaz")
        members.set("phone", to: "905550000001")
        return .object(members)
    }()

    static let list: Value = .list((0..<1000).map { ["sku": .string("A\($0)"), "price": .int(Int64($0))] })

    static func run() throws -> [Measurement] {
        let environment = ExpressionEnvironment(variables: [("event", .dyn), ("items", .dyn)])
        let activation = DictionaryActivation(["event": event, "items": list] as [String: Value])
        let comparison = try environment.compile("event.total > 100.0")
        let template = try Template.compile(
            "Sayın ${{ event.name }}, ${{ event.order_id }} numaralı siparişiniz (${{ event.total }} TL) ${{ event.field_3 }}",
            in: environment)
        let reshaping = try environment.compile("items.filter(i, i.price > 500).map(i, i.sku)")
        let source =
            "items.filter(i, i.price > 500 && i.sku.startsWith('A')).map(i, {'sku': i.sku, 'price': double(i.price) / 100.0})"
        return [
            try .measure("field comparison on a 20-field event", unit: "evaluation") {
                if case .bool(true) = try comparison.evaluate(activation) { 1 } else { 0 }
            },
            try .measure("text template with four holes", unit: "evaluation") {
                if case .string(let text) = try template.evaluate(activation) { text.utf8.count } else { 0 }
            },
            try .measure("filter and map over 1,000 elements", unit: "element", operations: 1000) {
                if case .list(let list) = try reshaping.evaluate(activation) { list.count } else { 0 }
            },
            try .measure("compiling an expression of 120 characters", unit: "compilation") {
                try environment.compile(source).references.count
            },
        ]
    }
}
