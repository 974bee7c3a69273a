import Expressions
import TestKit
import Values
import WorkflowModel

private let environment = ExpressionEnvironment(
    variables: [
        "trigger", "inputs", "vars", "steps", "run", "item", "items", "index", "failure", "error", "attempt", "now",
    ].map { ($0, .dyn) })

extension PlacedExpression {
    /// An expression that knows every variable a workflow may have.
    static func text(_ text: String) throws -> PlacedExpression {
        PlacedExpression(try environment.compile(text)) { _ in .nowhere }
    }
}

extension ValueTemplate {
    /// An object whose members are expressions.
    static func expressions(_ members: KeyValuePairs<String, String>) throws -> ValueTemplate {
        .object(
            try members.map { name, text in
                let source = "${{ \(text) }}"
                let template = try Template.compile(source, in: environment)
                return (name, .template(PlacedTemplate(template, source: source) { _ in .nowhere }))
            })
    }
}

extension ForEach {
    static func text(_ list: String, concurrency: Int = 1, batch: Int? = nil) throws -> ForEach {
        ForEach(list: try .text(list), concurrency: concurrency, batch: batch)
    }
}

extension NodeOutcome {
    static let done = NodeOutcome.succeeded(.null)
    static let down = NodeOutcome.failed(NodeFailure(code: "down", class: .unavailable, message: "not reachable"))
    static let wrong = NodeOutcome.failed(NodeFailure(code: "wrong", class: .input, message: "not a phone number"))
    static let lost = NodeOutcome.unknown(UnknownReason(.timeout, message: "no answer"))
}

extension RetryPolicy {
    /// Waits 1, 2, 4, ... seconds exactly.
    static func plain(_ attempts: Int, total: Duration? = nil) -> RetryPolicy {
        RetryPolicy(attempts: attempts, delay: .seconds(1), factor: 2, maxDelay: .seconds(60), jitter: .none, total: total)
    }
}
