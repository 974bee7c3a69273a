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
    /// How the rest of a long list is read; nil: one request is all.
    public let pages: PageRule?
    /// Name and template of each output, in order.
    public let outputs: [(name: String, value: ValueTemplate)]
}

/// How a provider's answers are told apart.
public struct ResponseRules: Sendable {
    public let success: PlacedExpression
    public let code: PlacedExpression
    public let message: PlacedExpression
}

/// How an operation reads a list that comes in pages. Each page is a request of its own; templates of the request see `page`, from
/// 1. Outputs see the rows of all pages as `items`, and `body` of the first page.
public struct PageRule: Sendable {
    /// Over `params`: false reads one page only. Nil: true.
    public let condition: PlacedExpression?
    /// The rows of one page.
    public let items: PlacedExpression
    /// Whether this page was the last; sees `page`, and as `items` the rows of all pages so far. A page without rows is the last
    /// one in any case.
    public let last: PlacedExpression
    /// More pages than that are a failure: a list that is cut off would look like a whole one.
    public let most: Int
}

/// One row of a provider's code table.
public struct CodeMeaning: Sendable {
    public enum Kind: Hashable, Sendable {
        case failure(FailureClass)
        /// The provider did what was asked.
        case success
        /// Says how a message or an order stands, inside an answer; never what became of a call.
        case status
    }

    public let kind: Kind
    public let meaning: String

    /// Nil for a code that is no failure.
    public var failureClass: FailureClass? {
        if case .failure(let failureClass) = kind { failureClass } else { nil }
    }

    /// The word of the manifest.
    public var kindName: String {
        switch kind {
        case .failure(let failureClass): failureClass.rawValue
        case .success: "success"
        case .status: "status"
        }
    }

    init?(kind name: String, meaning: String) {
        switch name {
        case "success": kind = .success
        case "status": kind = .status
        default:
            guard let failureClass = FailureClass(rawValue: name) else { return nil }
            kind = .failure(failureClass)
        }
        self.meaning = meaning
    }

    static let kindNames = FailureClass.allCases.map(\.rawValue) + ["success", "status"]
}
