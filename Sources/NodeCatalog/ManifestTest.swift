import Diagnostics
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

    public enum Expectation: Sendable {
        case succeeded(Value)
        case failed(code: String, class: FailureClass)
        case unknown(UnknownReason.Kind)
    }

    public let name: String
    public let parameters: Value
    public let credential: [String: String]
    /// Whether this is an identical repeat after an unknown outcome.
    public let isResend: Bool
    /// Nil: not looked at.
    public let request: Request?
    /// Nil: no request may leave.
    public let answer: Answer?
    /// The exchanges behind the first one, where an operation makes several.
    public let later: [(request: Request?, answer: Answer)]
    public let expectation: Expectation
    public let location: SourceLocation
}
