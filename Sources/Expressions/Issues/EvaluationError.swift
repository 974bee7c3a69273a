import Diagnostics

/// Why an expression gave no value. Names things and kinds, never the values of variables: those may be personal data.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
    public let code: ExpressionCode
    public let message: String
    /// Unicode scalar offsets into the text that was compiled.
    public internal(set) var range: Range<Int>

    /// `range` is left out where only the caller knows the place, as in functions of the host.
    public init(_ code: ExpressionCode, _ message: String, at range: Range<Int> = 0..<0) {
        self.code = code
        self.message = message
        self.range = range
    }

    /// Whether a key, field or index was not there: what `coalesce` passes over.
    public var isMissingValue: Bool { code == .missingValue }

    public var description: String { "\(code.rawValue) at \(range.lowerBound): \(message)" }

    /// Gives the error a place if it has none yet.
    func placed(at range: Range<Int>) -> EvaluationError {
        guard self.range.isEmpty else { return self }
        var placed = self
        placed.range = range
        return placed
    }

    /// The error as a diagnostic, once the text's place in a file is known.
    public func diagnostic(at location: (Range<Int>) -> SourceLocation) -> Diagnostic {
        Diagnostic(code, message, at: location(range))
    }
}
