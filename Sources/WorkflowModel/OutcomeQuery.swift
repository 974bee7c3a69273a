import Diagnostics

/// How the other side is asked what became of a send whose outcome is unknown.
///
/// Only what the answer proves counts: whoever cannot tell leaves the doubt as it is.
public struct OutcomeQuery: Sendable {
    /// A node that reads, and what it is asked.
    public struct Question: Sendable {
        public let node: NodeName
        /// Sees `params` (those of the send), `since` (when its first attempt began) and `now`.
        public let parameters: ValueTemplate
        /// Where the node is named.
        public let location: SourceLocation

        public init(node: NodeName, parameters: ValueTemplate, location: SourceLocation) {
            self.node = node
            self.parameters = parameters
            self.location = location
        }
    }

    /// Looks closer at each of several things that may be the send: the second question, and whether its answer is a match.
    public struct Inspection: Sendable {
        /// The list of candidates; sees `output` too.
        public let candidates: PlacedExpression
        /// With more candidates than that, nobody is asked and nothing is known.
        public let most: Int
        /// Sees `candidate` too.
        public let question: Question
        /// Sees `candidate` and, as `answer`, what the question gave.
        public let match: PlacedExpression

        public init(candidates: PlacedExpression, most: Int, question: Question, match: PlacedExpression) {
            self.candidates = candidates
            self.most = most
            self.question = question
            self.match = match
        }
    }

    public let question: Question
    public let inspection: Inspection?
    /// Whether the answer proves that it was sent; sees `output` and `matches`, the candidates that matched.
    public let sent: PlacedExpression
    /// Whether it proves that it was not; nil where nothing can prove that.
    public let notSent: PlacedExpression?
    /// How long after the doubt arose `notSent` is believed: before, the request may be on its way still.
    public let notSentAfter: Duration
    /// What the step gives when it was sent.
    public let output: ValueTemplate?
    /// Where it stands.
    public let location: SourceLocation

    public init(
        question: Question, inspection: Inspection?, sent: PlacedExpression, notSent: PlacedExpression?, notSentAfter: Duration,
        output: ValueTemplate?, location: SourceLocation
    ) {
        self.question = question
        self.inspection = inspection
        self.sent = sent
        self.notSent = notSent
        self.notSentAfter = notSentAfter
        self.output = output
        self.location = location
    }

    /// Everything that is asked.
    public var questions: [Question] { [question] + (inspection.map { [$0.question] } ?? []) }
}

extension OutcomeQuery: Equatable {
    /// Whether both stand at the same place of the same text.
    public static func == (left: OutcomeQuery, right: OutcomeQuery) -> Bool {
        left.location.file.path == right.location.file.path && left.location.range == right.location.range
            && left.location.file.text == right.location.file.text
    }
}

/// When and how often the other side is asked.
public struct QuerySchedule: Equatable, Sendable {
    /// Before the first question; each further wait is twice as long.
    public var delay: Duration
    /// Counted from when the doubt arose.
    public var within: Duration
    public var attempts: Int

    public init(delay: Duration = .seconds(10), within: Duration = .seconds(600), attempts: Int = 5) {
        self.delay = delay
        self.within = within
        self.attempts = attempts
    }
}
