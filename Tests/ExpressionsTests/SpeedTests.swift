import Foundation
import Testing
import Values

@testable import Expressions

/// Prints what an evaluation costs. Only with `ULAK_BENCH=1`, and only of use in a release build
/// (`swift test -c release -Xswiftc -enable-testing --filter SpeedTests`).
@Suite("Speed", .enabled(if: ProcessInfo.processInfo.environment["ULAK_BENCH"] != nil))
struct SpeedTests {
    static let event: Value = {
        var members = ValueObject()
        for index in 0..<18 { members.set("field\(index)", to: .int(Int64(index))) }
        members.set("status", to: "paid")
        members.set("customer", to: ["name": "Ayşe", "phone": "+905551112233"])
        return .object(members)
    }()

    static func report(_ name: String, rounds: Int, per count: Int = 1, _ body: () throws -> Void) throws {
        for _ in 0..<rounds / 10 { try body() }
        var best = Duration.seconds(60)
        for _ in 0..<5 {
            best = try min(best, ContinuousClock().measure { for _ in 0..<rounds { try body() } })
        }
        let nanoseconds = Double(best.components.seconds) * 1e9 + Double(best.components.attoseconds) / 1e9
        print("\(name): \(Int(nanoseconds / Double(rounds * count))) ns")
    }

    @Test("field comparison, template, filter and map, regular expression")
    func speed() throws {
        let environment = ExpressionEnvironment(variables: [("event", .dyn), ("list", .dyn)])
        let list = Value.list((0..<1_000).map { ["price": .int($0), "name": .string("n\($0)")] })
        let activation = DictionaryActivation(["event": Self.event, "list": list])

        let comparison = try environment.compile("event.status == 'paid'")
        try Self.report("field comparison on a 20-field event", rounds: 100_000) { _ = try comparison.evaluate(activation) }

        let template = try Template.compile(
            "Dear ${{ event.customer.name }}, ${{ event.field1 }} of ${{ event.field2 }} is ${{ event.status }}.", in: environment
        )
        try Self.report("template with four holes", rounds: 50_000) { _ = try template.evaluate(activation) }

        let chain = try environment.compile("list.filter(x, x.price > 300).map(x, x.name)")
        try Self.report("filter and map, per element", rounds: 200, per: 1_000) { _ = try chain.evaluate(activation) }

        let text = DictionaryActivation(["list": Value.string(String(repeating: "a", count: 100_000))])
        let pattern = try environment.compile("list.matches('(a*)*b')")
        try Self.report("(a*)*b on 100,000 characters", rounds: 10) { _ = try pattern.evaluate(text) }
    }
}
