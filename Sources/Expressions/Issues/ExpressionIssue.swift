import Diagnostics

/// One mistake that was found when an expression or template was compiled.
public struct ExpressionIssue: Error, Sendable {
    public let code: ExpressionCode
    /// One sentence in lower case, with the author's words in backticks.
    public let message: String
    /// The fix in a few words, where there is one.
    public let label: String?
    /// What to type or read, a line each.
    public let help: [String]
    /// Unicode scalar offsets into the text that was compiled.
    public let range: Range<Int>

    public init(
        _ code: ExpressionCode, _ message: String, at range: Range<Int>, label: String? = nil, help: [String] = []
    ) {
        self.code = code
        self.message = message
        self.label = label
        self.help = help
        self.range = range
    }

    /// The issue as a diagnostic, once the text's place in a file is known.
    public func diagnostic(at location: (Range<Int>) -> SourceLocation) -> Diagnostic {
        Diagnostic(code, message, at: location(range), label: label, help: help)
    }
}

/// All mistakes of one expression or template, in the order of the text.
public struct ExpressionIssues: Error, Sendable, CustomStringConvertible {
    public let issues: [ExpressionIssue]

    init(_ issues: [ExpressionIssue]) {
        self.issues = issues.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }.map(\.element)
    }

    public var description: String {
        issues.map { "\($0.code.rawValue) at \($0.range.lowerBound): \($0.message)" }.joined(separator: "\n")
    }
}
