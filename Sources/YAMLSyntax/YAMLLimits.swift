/// How much a file may hold. The defaults are far above what people write and far below what hurts.
public struct YAMLLimits: Sendable {
    /// Bytes of the whole file.
    public var fileBytes = 1 << 20
    /// Nesting of lists and mappings, the root being 1; counted after aliases are expanded.
    public var depth = 64
    /// Lists, mappings, keys and scalars after aliases are expanded.
    public var nodes = 50_000
    /// Bytes of one scalar.
    public var scalarBytes = 256 << 10
    /// Characters of one key.
    public var keyCharacters = 200
    /// Uses of `*name`.
    public var aliases = 200
    /// Bytes of text that aliases repeat, so that few nodes cannot hold gigabytes.
    public var repeatedBytes = 4 << 20
    /// Errors, and likewise warnings, that are reported of one file; more would bury the first.
    public var findings = 100

    public init() {}
}
