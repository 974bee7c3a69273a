import Expressions
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// Asks the other side what became of a send, and weighs the answer.
struct OutcomeInquiry {
    let query: OutcomeQuery
    /// The checked parameters of the send.
    let parameters: ValueObject
    /// When a request may have left.
    let doubt: NodeInvocation.Doubt
    /// The attempt in which it is asked.
    let invocation: NodeInvocation
    /// Carries out a node that reads.
    let ask: @Sendable (NodeInvocation) async -> NodeOutcome

    /// What the other side's answer proves.
    enum Verdict {
        /// It was sent; what the step gives.
        case sent(Value)
        case notSent(String)
        /// Nothing.
        case undecided(String)
        /// The question has to wait for its turn.
        case later(Timestamp)
    }

    func verdict() async -> Verdict {
        do throws(Stop) {
            var variables: [String: ExpressionValue] = [
                "params": ExpressionValue(.object(parameters)), "since": ExpressionValue(doubt.since),
                "now": ExpressionValue(invocation.now),
            ]
            variables["output"] = ExpressionValue(try await answer(to: query.question, variables))
            if let inspection = query.inspection {
                variables["matches"] = ExpressionValue(.list(try await matches(inspection, variables)))
            }
            return try weigh(DictionaryActivation(variables))
        } catch {
            return error.verdict
        }
    }

    private func weigh(_ activation: DictionaryActivation) throws(Stop) -> Verdict {
        let isSent = try isTrue(query.sent, activation)
        let isNotSent = try query.notSent.map { expression throws(Stop) in try isTrue(expression, activation) } ?? false
        switch (isSent, isNotSent) {
        case (true, false):
            // What is proved stays proved, even where the output cannot be made.
            return .sent((try? query.output?.evaluate(activation)) ?? .null)
        case (false, true):
            guard invocation.now - doubt.arose >= query.notSentAfter else {
                return .undecided("`\(query.question.node)` does not know it yet, which proves nothing so soon")
            }
            return .notSent("`\(query.question.node)` says that it was not sent")
        case (true, true): return .undecided("by the answer of `\(query.question.node)` both `sent` and `not_sent` are true")
        case (false, false): return .undecided("the answer of `\(query.question.node)` does not tell")
        }
    }

    /// The candidates that match.
    private func matches(
        _ inspection: OutcomeQuery.Inspection, _ variables: [String: ExpressionValue]
    ) async throws(Stop) -> [Value] {
        let list: Value
        do throws(PlacedEvaluationError) {
            list = try inspection.candidates.evaluateJSON(DictionaryActivation(variables))
        } catch {
            throw .undecided(error.failure.message)
        }
        guard let candidates = list.listValue else { throw .undecided("`of` gives no list") }
        guard candidates.count <= inspection.most else {
            throw .undecided("there are \(candidates.count) candidates, more than \(inspection.most)")
        }
        var matches: [Value] = []
        for candidate in candidates {
            var variables = variables
            variables["candidate"] = ExpressionValue(candidate)
            variables["answer"] = ExpressionValue(try await answer(to: inspection.question, variables))
            if try isTrue(inspection.match, DictionaryActivation(variables)) { matches.append(candidate) }
        }
        return matches
    }

    private func answer(
        to question: OutcomeQuery.Question, _ variables: [String: ExpressionValue]
    ) async throws(Stop) -> Value {
        var asking = invocation
        asking.node = question.node
        // Its own request, which nobody doubts.
        asking.doubt = nil
        asking.query = nil
        asking.attempt = 1
        do throws(PlacedEvaluationError) {
            asking.parameters = try question.parameters.evaluate(DictionaryActivation(variables))
        } catch {
            throw .undecided(error.failure.message)
        }
        switch await ask(asking) {
        case .succeeded(let output): return output
        case .failed(let failure): throw .undecided("`\(question.node)` could not be asked: \(failure.message)")
        case .unknown(let reason): throw .undecided("`\(question.node)` could not be asked: \(reason.message)")
        case .snoozed(let until, _): throw .later(until)
        }
    }

    private func isTrue(_ expression: PlacedExpression, _ activation: DictionaryActivation) throws(Stop) -> Bool {
        do throws(PlacedEvaluationError) {
            return try expression.evaluate(activation).isTrue
        } catch {
            throw .undecided(error.failure.message)
        }
    }

    /// Why nothing could be weighed.
    private enum Stop: Error {
        case undecided(String)
        case later(Timestamp)

        var verdict: Verdict {
            switch self {
            case .undecided(let why): .undecided(why)
            case .later(let until): .later(until)
            }
        }
    }
}

extension OutcomeInquiry.Verdict {
    /// The outcome of an attempt that asked.
    var outcome: NodeOutcome {
        switch self {
        case .sent(let output): .succeeded(output)
        case .notSent(let why): .failed(NodeFailure(code: "not_sent", class: .unavailable, message: why))
        case .undecided(let why): .unknown(UnknownReason(.undecided, message: why))
        case .later(let until): .snoozed(until: until)
        }
    }
}
