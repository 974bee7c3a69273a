/// The codes of one stage, an enumeration whose raw values are the codes people see (`YAML004`).
///
/// Each code has a page `docs/errors/<code>.md`; a test holds the two lists against each other.
public protocol DiagnosticCode: RawRepresentable<String>, CaseIterable, Sendable {}

/// How bad a finding is. An error keeps the file from being used, a warning does not.
public enum Severity: String, Sendable, Comparable {
    case warning
    case error

    public static func < (left: Severity, right: Severity) -> Bool {
        left == .warning && right == .error
    }
}

/// One finding about something that a person wrote: what was found, where, what was expected, and what to type instead.
public struct Diagnostic: Sendable {
    /// Another place that the reader needs to see, such as where a name was first used.
    public struct Related: Sendable {
        public let location: SourceLocation
        public let message: String

        public init(location: SourceLocation, message: String) {
            self.location = location
            self.message = message
        }
    }

    /// The code, such as `WF012`; `docs/errors/WF012.md` explains it.
    public let code: String
    public let severity: Severity
    /// One sentence in lower case, with the user's words in backticks. Never holds a secret.
    public let message: String
    /// Nil when the finding has no place, such as a file that is not there.
    public let location: SourceLocation?
    /// What stands behind the caret: the fix, where it fits in a few words.
    public let label: String?
    public let related: [Related]
    /// What to type or read, a line each.
    public let help: [String]

    public init(
        _ code: some DiagnosticCode,
        severity: Severity = .error,
        _ message: String,
        at location: SourceLocation?,
        label: String? = nil,
        related: [Related] = [],
        help: [String] = []
    ) {
        self.code = code.rawValue
        self.severity = severity
        self.message = message
        self.location = location
        self.label = label
        self.related = related
        self.help = help
    }
}

extension Sequence where Element == Diagnostic {
    /// Whether anything here keeps the input from being used.
    public var hasErrors: Bool { contains { $0.severity == .error } }

    /// In reading order: by file, then by place; findings without a place come first.
    public func inReadingOrder() -> [Diagnostic] {
        enumerated().sorted { left, right in
            let a = left.element.location, b = right.element.location
            let aPath = a?.file.path ?? "", bPath = b?.file.path ?? ""
            if aPath != bPath { return aPath < bPath }
            let aStart = a?.range.start ?? .start, bStart = b?.range.start ?? .start
            if aStart != bStart { return aStart < bStart }
            return left.offset < right.offset
        }.map(\.element)
    }
}
