/// A node of the syntax tree, after macros have been expanded.
final class SyntaxNode: Sendable {
    indirect enum Kind: Sendable {
        case literal(ExpressionValue)
        /// `isAbsolute`: written with a dot before it, so that neither containers nor macro variables apply.
        case identifier(String, isAbsolute: Bool)
        case select(SyntaxNode, field: String, isOptional: Bool)
        /// `has(operand.field)`
        case presence(SyntaxNode, field: String)
        /// Operators are calls of `_+_`, `_[_]`, `_?_:_` and so on; `_&&_` and `_||_` may have more than two arguments.
        case call(String, target: SyntaxNode?, [SyntaxNode])
        case list([Element])
        case map([Entry])
        case comprehension(Comprehension)
        /// `cel.bind(name, value, body)`
        case bind(String, SyntaxNode, SyntaxNode)
        case coalesce([SyntaxNode])
    }

    struct Element: Sendable {
        let value: SyntaxNode
        /// Written `?value`: left out when the optional is empty.
        let isOptional: Bool
    }

    struct Entry: Sendable {
        let key: SyntaxNode
        let value: SyntaxNode
        let isOptional: Bool
    }

    let kind: Kind
    /// Unicode scalar offsets into the whole text.
    let range: Range<Int>
    /// Where a message about the node itself points: the operator or the name of the function.
    let focus: Range<Int>
    /// Nodes on the longest way down, this one included.
    let height: Int
    /// Whether brackets stood around it: `(a.b).c` selects a field, where `a.b.c` may be one name.
    let isBracketed: Bool

    init(_ kind: Kind, range: Range<Int>, focus: Range<Int>? = nil, height: Int, isBracketed: Bool = false) {
        self.kind = kind
        self.range = range
        self.focus = focus ?? range
        self.height = height
        self.isBracketed = isBracketed
    }

    var bracketed: SyntaxNode {
        SyntaxNode(kind, range: range, focus: focus, height: height, isBracketed: true)
    }
}

/// A macro that goes through a list, a map or an optional with one or two variables.
struct Comprehension: Sendable {
    enum Kind: Sendable {
        case all, exists, existsOne, filter, map, transformMap, transformMapEntry, sortBy, optMap, optFlatMap
    }

    let kind: Kind
    /// As the author wrote it.
    let name: String
    let operand: SyntaxNode
    let variable: String
    /// The second variable of the two-variable form; the first is then the index or key.
    let secondVariable: String?
    /// Elements for which this is false are passed over.
    let filter: SyntaxNode?
    /// The predicate or the transformation.
    let body: SyntaxNode
}
