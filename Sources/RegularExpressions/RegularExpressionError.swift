/// Why a pattern is no regular expression.
public struct RegularExpressionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// In lower case, with the part of the pattern in backticks.
    public let message: String
    /// Unicode scalars from the start of the pattern.
    public let offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    public var description: String { "\(message) (at character \(offset + 1))" }
}
