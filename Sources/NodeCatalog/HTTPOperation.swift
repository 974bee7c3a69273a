import WorkflowModel

/// The request of an operation and how its answer is read. Templates see `params` and `credential`; what reads the answer sees
/// `params`, `status`, `headers`, `body`, `code` and `success_codes`.
public struct HTTPOperation: Sendable {
    public enum Body: Sendable {
        case none
        case json(ValueTemplate)
        case form(ValueTemplate)
    }

    public let method: String
    /// Added to the provider's base URL.
    public let path: ValueTemplate
    public let query: ValueTemplate?
    public let headers: ValueTemplate?
    public let body: Body
    public let response: ResponseRules
    /// Codes that mean success where an answer has no flag.
    public let successCodes: [String]
    /// An answer for which this is true means that what was asked for is already so, which is a success.
    public let doneAlready: PlacedExpression?
    /// Codes of this operation, before those of the provider.
    public let codes: [String: CodeMeaning]
    /// Name and template of each output, in order.
    public let outputs: [(name: String, value: ValueTemplate)]
}

/// How a provider's answers are told apart.
public struct ResponseRules: Sendable {
    public let success: PlacedExpression
    public let code: PlacedExpression
    public let message: PlacedExpression
}

/// One row of a provider's code table.
public struct CodeMeaning: Sendable {
    public let failureClass: FailureClass
    public let meaning: String
}
