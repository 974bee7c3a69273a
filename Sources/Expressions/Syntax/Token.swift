/// The smallest piece of an expression.
struct Token: Sendable {
    enum Kind: Equatable, Sendable {
        case identifier(String)
        /// Between backticks; only as a field name.
        case quotedIdentifier(String)
        case int(magnitude: UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        /// Operators and brackets: `==`, `(`, `?`, ...
        case symbol(String)
        case end
    }

    let kind: Kind
    /// Unicode scalar offsets into the whole text.
    let range: Range<Int>

    func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }

    /// What messages call it.
    var name: String {
        switch kind {
        case .identifier(let name): "`\(name)`"
        case .quotedIdentifier(let name): "`\(name)` in backticks"
        case .int, .uint, .double: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .symbol(let text): "`\(text)`"
        case .end: "the end"
        }
    }
}
