/// How much an expression may be and do. Over a limit is an error with a place.
public struct ExpressionLimits: Hashable, Sendable {
    /// UTF-8 bytes of one expression.
    public var sourceBytes = 16 << 10
    /// Brackets, conditionals and other syntax inside each other.
    public var nesting = 100
    /// Operands in a row, as in `a + b + c`, and fields in a row.
    public var chain = 250
    /// Nodes of the syntax tree.
    public var nodes = 10_000
    /// Macros such as `map` inside each other.
    public var comprehensionNesting = 4
    /// One for each node visited, each list or map element touched, and each 10 bytes of text built or scanned.
    public var cost = 1_000_000
    /// Bytes of text and elements that an expression builds. JSON that only passes through does not count.
    public var resultBytes = 1 << 20
    /// Bytes of JSON that may stand inside lists and maps that an expression builds.
    public var passedBytes = 64 << 20

    public init() {}

    public static let standard = ExpressionLimits()
}
