import Expressions
import NodeCatalog
import Values
import WorkflowModel

/// The reading of a list that comes in pages, as far as it got. Pure; the sending happens elsewhere.
struct PagedReading {
    private let interpreter: OperationInterpreter
    private let rule: PageRule
    /// The page to ask for, from 1.
    private(set) var page = 1
    private var items: [Value] = []
    private var first: Value?
    private let readsOn: Bool

    init(_ interpreter: OperationInterpreter, _ rule: PageRule) {
        self.interpreter = interpreter
        self.rule = rule
        let activation = DictionaryActivation(["params": .object(interpreter.parameters)] as [String: Value])
        readsOn = rule.condition.map { (try? $0.evaluate(activation).isTrue) ?? true } ?? true
    }

    /// Takes in the answer to the request for `page`.
    ///
    /// - Returns: the outcome of the whole; nil when the next page is to be asked for.
    mutating func take(_ exchange: Exchange, effect: NodeEffect, at now: Timestamp) -> NodeOutcome? {
        var variables: [String: Value]
        switch interpreter.read(exchange, effect: effect, isResend: false, at: now) {
        case .settled(let outcome): return outcome
        case .accepted(let found), .repeated(let found): variables = found
        }
        variables["page"] = .int(Int64(page))
        variables["items"] = .list(items)
        let rows: [Value]
        do throws(PlacedEvaluationError) {
            rows = try rule.items.evaluateJSON(DictionaryActivation(variables)).listValue ?? []
            items += rows
            variables["items"] = .list(items)
            var isLast = !readsOn || rows.isEmpty
            if !isLast { isLast = try rule.last.evaluate(DictionaryActivation(variables)).isTrue }
            first = first ?? variables["body"]
            if isLast {
                variables["body"] = first
                return interpreter.output(variables, effect)
            }
        } catch {
            return unreadable(error.error.message)
        }
        guard page < rule.most else {
            return .failed(
                NodeFailure(
                    code: "too_many_pages", class: .input,
                    message: "the list has more than \(rule.most) pages: ask for a smaller part of it"))
        }
        page += 1
        return nil
    }

    private func unreadable(_ why: String) -> NodeOutcome {
        .failed(NodeFailure(code: "unreadable", class: .unavailable, message: "page \(page) of the list is not usable: \(why)"))
    }
}
