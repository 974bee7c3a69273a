import Hummingbird
import RunEngine
import Telemetry
import Values
import WorkflowModel

/// Carries out the operations of the API. What they are called with and answer stands in `routes`.
struct APIOperations: Sendable {
    let configuration: ServerConfiguration
    let parts: ServerParts
    let state: ServerState

    var routes: [APIRoute] {
        workflowRoutes + runRoutes + sendRoutes + nodeRoutes + eventRoutes + serverRoutes
    }

    /// What the daemon says, with its errors as answers.
    func asking<Answer>(_ body: () async throws(OperationError) -> Answer) async throws(Problem) -> Answer {
        do throws(OperationError) {
            return try await body()
        } catch {
            switch error {
            case .noSuchWorkflow: throw Problem(.notFound, "no_such_workflow", error.description)
            case .noSuchRun: throw Problem(.notFound, "no_such_run", error.description)
            case .noSuchStep: throw Problem(.notFound, "no_such_step", error.description)
            case .notPossible: throw Problem(.conflict, "not_possible", error.description)
            case .draining: throw draining
            case .journal: throw Self.journalProblem
            }
        }
    }

    func reading<Answer>(_ body: () async throws(JournalError) -> Answer) async throws(Problem) -> Answer {
        do throws(JournalError) {
            return try await body()
        } catch {
            throw Self.journalProblem
        }
    }

    private static var journalProblem: Problem {
        Problem(.serviceUnavailable, "journal_unavailable", "the journal cannot be used at the moment").retrying(
            after: .seconds(5))
    }

    var draining: Problem {
        Problem(.serviceUnavailable, "draining", "no runs are taken in: the daemon is being stopped")
            .retrying(after: configuration.retryAfterDraining)
    }

    /// A whole number of the query within a range.
    func number(_ call: APICall, _ name: String, in range: ClosedRange<Int>, default value: Int) throws(Problem) -> Int {
        guard let text = call.query(name) else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badRequest, "parameter_invalid",
                "`\(name)` is `\(text)`, expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Words of the query with commas between them; nil without any.
    func words<Word: CaseIterable & Hashable & RawRepresentable<String>>(
        _ call: APICall, _ name: String, _: Word.Type
    ) throws(Problem) -> Set<Word>? {
        guard let text = call.query(name) else { return nil }
        var words: Set<Word> = []
        for part in text.split(separator: ",") {
            guard let word = Word(rawValue: String(part)) else {
                throw Problem(
                    .badRequest, "parameter_invalid",
                    "`\(name)` cannot be `\(part)`, expected \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            words.insert(word)
        }
        return words
    }

    func flag(_ call: APICall, _ name: String) throws(Problem) -> Bool {
        switch call.query(name) {
        case nil, "false": return false
        case "true", "": return true
        case let text?: throw Problem(.badRequest, "parameter_invalid", "`\(name)` is `\(text)`, expected true or false")
        }
    }
}
