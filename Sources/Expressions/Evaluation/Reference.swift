/// A place where an expression reads one of its variables. Variables of macros (`x` in `list.map(x, ...)`) are none.
public struct Reference: Hashable, Sendable {
    /// The variable.
    public let root: String
    /// Fields and indexes as far as they are constant: `steps['a'].output.b` has `a`, `output`, `b`.
    public let path: [String]
    /// From the variable to the end of the path.
    public let range: Range<Int>

    public init(root: String, path: [String], range: Range<Int>) {
        self.root = root
        self.path = path
        self.range = range
    }
}
