import Diagnostics
import Expressions
import Values
import WorkflowModel

/// One exchange that must hold: with these parameters this request leaves, and this answer means that outcome.
public struct ManifestTest: Sendable {
    public struct Request: Sendable {
        public let method: String?
        public let path: String?
        public let query: Value?
        public let headers: Value?
        public let body: Value?
    }

    public struct Answer: Sendable {
        public let status: Int
        public let headers: [String: String]
        /// The raw bytes as text.
        public let text: String
    }

    /// Something that must be there before: a step that makes it, and what that step gives out.
    public struct Given: Sendable {
        public let name: String
        public let node: NodeName
        public let parameters: ValueTemplate
        /// What stands in for its output without a server, and what a server must give: at least these members.
        public let output: ValueObject
        public let location: SourceLocation
    }

    public enum Expectation: Sendable {
        case succeeded(Value)
        case failed(code: String, class: FailureClass)
        case unknown(UnknownReason.Kind)
    }

    /// The moment at which tests run: 1 January 2030, 00:00 UTC.
    public static let now = Timestamp(microseconds: 1_893_456_000_000_000)

    public let name: String
    /// What must be there before, in order; nil: the test says nothing about that, and holds for its own answer only.
    public let given: [Given]?
    /// Sees the outputs of `given` by their names.
    public let parameters: ValueTemplate
    public let credential: [String: String]
    /// Whether this is an identical repeat after an unknown outcome.
    public let isResend: Bool
    /// Whether this asks what became of an earlier request, by the `query` of `on_unknown`.
    public let isQuery: Bool
    /// Nil: not looked at.
    public let request: Request?
    /// Nil: no request may leave.
    public let answer: Answer?
    /// The exchanges behind the first one, where an operation makes several.
    public let later: [(request: Request?, answer: Answer)]
    public let expectation: Expectation
    public let location: SourceLocation

    /// The parameters where every step of `given` gave out what the test says of it.
    public var scriptedParameters: Value {
        get throws(PlacedEvaluationError) {
            let outputs = (given ?? []).map { ($0.name, Value.object($0.output)) }
            return try parameters.evaluate(DictionaryActivation(["given": .object(ValueObject(outputs))] as [String: Value]))
        }
    }
}

extension ManifestTest {
    /// When the send was made that the test is about, if it is one in doubt: just now for a repeat, ten minutes ago for a question.
    public var doubtSince: Timestamp? {
        isQuery ? Self.now + .seconds(-600) : isResend ? Self.now : nil
    }
}
