/// Reads one expression (the CEL grammar) into a syntax tree.
///
/// Recursive descent by precedence. Nesting and chains are limited, so that neither parsing nor anything later can run out of stack.
struct Parser {
    private var lexer: Lexer
    private(set) var token: Token
    let limits: ExpressionLimits
    let expandsMacros: Bool
    private var nesting = 0
    private var nodeCount = 0
    /// The end of the last token that was taken.
    private(set) var lastEnd: Int

    init(_ text: [Unicode.Scalar], _ range: Range<Int>, limits: ExpressionLimits, expandsMacros: Bool = true)
        throws(ExpressionIssue)
    {
        lexer = Lexer(text, range)
        self.limits = limits
        self.expandsMacros = expandsMacros
        lastEnd = range.lowerBound
        token = try lexer.next()
    }

    /// The expression that is the whole text.
    mutating func wholeExpression() throws(ExpressionIssue) -> SyntaxNode {
        if token.kind == .end {
            throw ExpressionIssue(.syntax, "there is no expression here", at: token.range)
        }
        let node = try expression()
        guard token.kind == .end else {
            throw ExpressionIssue(
                .syntax, "\(token.name) cannot stand here; an operator or the end was expected", at: token.range,
                help: Self.hints(for: token))
        }
        return node
    }

    mutating func advance() throws(ExpressionIssue) {
        lastEnd = token.range.upperBound
        token = try lexer.next()
    }

    mutating func take(_ symbol: String) throws(ExpressionIssue) -> Bool {
        guard token.isSymbol(symbol) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: String, after what: String) throws(ExpressionIssue) {
        guard try take(symbol) else {
            throw ExpressionIssue(
                .syntax, "expected `\(symbol)` after \(what), found \(token.name)", at: token.range, help: Self.hints(for: token))
        }
    }

    mutating func node(
        _ kind: SyntaxNode.Kind, _ range: Range<Int>, focus: Range<Int>? = nil, over children: [SyntaxNode] = []
    ) throws(ExpressionIssue) -> SyntaxNode {
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            throw ExpressionIssue(.tooLarge, "the expression has more than \(limits.nodes) parts", at: range)
        }
        let height = 1 + (children.map(\.height).max() ?? 0)
        guard height <= limits.chain else {
            throw ExpressionIssue(
                .tooLarge, "more than \(limits.chain) operators or fields stand in a row here", at: range,
                help: ["join many texts with ['a', 'b', ...].join()"])
        }
        return SyntaxNode(kind, range: range, focus: focus, height: height)
    }

    mutating func enter() throws(ExpressionIssue) {
        nesting += 1
        guard nesting <= limits.nesting else {
            throw ExpressionIssue(.tooLarge, "the expression is nested deeper than \(limits.nesting)", at: token.range)
        }
    }

    mutating func leave() { nesting -= 1 }

    // MARK: Operators

    mutating func expression() throws(ExpressionIssue) -> SyntaxNode {
        try enter()
        let condition = try binary(0)
        var result = condition
        if token.isSymbol("?") {
            let question = token.range
            try advance()
            let yes = try binary(0)
            try expect(":", after: "the first choice of `? :`")
            let no = try expression()
            result = try node(
                .call("_?_:_", target: nil, [condition, yes, no]), condition.range.lowerBound..<no.range.upperBound,
                focus: question, over: [condition, yes, no])
        }
        leave()
        return result
    }

    private static let levels: [[String]] = [
        ["||"], ["&&"], ["<", "<=", ">=", ">", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"],
    ]

    private var binaryOperator: String? {
        switch token.kind {
        case .symbol(let symbol): symbol
        case .identifier("in"): "in"
        default: nil
        }
    }

    private mutating func binary(_ level: Int) throws(ExpressionIssue) -> SyntaxNode {
        guard level < Self.levels.count else { return try unary() }
        var left = try binary(level + 1)
        if level < 2 { return try logicalChain(left, level) }
        while let symbol = binaryOperator, Self.levels[level].contains(symbol) {
            let focus = token.range
            try advance()
            let right = try binary(level + 1)
            left = try node(
                .call(symbol == "in" ? "@in" : "_\(symbol)_", target: nil, [left, right]),
                left.range.lowerBound..<right.range.upperBound, focus: focus,
                over: [left, right])
        }
        return left
    }

    /// `a && b && c` is one node, however long.
    private mutating func logicalChain(_ first: SyntaxNode, _ level: Int) throws(ExpressionIssue) -> SyntaxNode {
        let symbol = Self.levels[level][0]
        guard token.isSymbol(symbol) else { return first }
        let focus = token.range
        var operands = [first]
        while try take(symbol) { operands.append(try binary(level + 1)) }
        let range = first.range.lowerBound..<operands[operands.count - 1].range.upperBound
        return try node(.call("_\(symbol)_", target: nil, operands), range, focus: focus, over: operands)
    }

    private mutating func unary() throws(ExpressionIssue) -> SyntaxNode {
        let start = token.range
        guard token.isSymbol("!") || token.isSymbol("-") else { return try member() }
        let isNot = token.isSymbol("!")
        try advance()
        if !isNot, let literal = try negativeLiteral(start) {
            return try memberSuffixes(of: literal)
        }
        try enter()
        let operand = try unary()
        leave()
        return try node(
            .call(isNot ? "!_" : "-_", target: nil, [operand]), start.lowerBound..<operand.range.upperBound, focus: start,
            over: [operand])
    }

    /// A number right after a minus, so that the smallest int can be written.
    private mutating func negativeLiteral(_ minus: Range<Int>) throws(ExpressionIssue) -> SyntaxNode? {
        let value: ExpressionValue
        let range = minus.lowerBound..<token.range.upperBound
        switch token.kind {
        case .int(let magnitude):
            guard magnitude <= UInt64(Int64.max) + 1 else { throw Self.intOutOfRange(range) }
            value = .int(Int64(truncatingIfNeeded: 0 &- magnitude))
        case .double(let number): value = .double(-number)
        default: return nil
        }
        try advance()
        return try node(.literal(value), range)
    }

    static func intOutOfRange(_ range: Range<Int>) -> ExpressionIssue {
        ExpressionIssue(
            .literal, "this number does not fit an int (64 bits)", at: range,
            help: ["write `.0` behind it for a double, or `u` for an unsigned int"])
    }

    /// Answers to what people type who know other languages.
    static func hints(for token: Token) -> [String] {
        switch token.kind {
        case .identifier("and"), .identifier("AND"): ["write `&&` for and"]
        case .identifier("or"), .identifier("OR"): ["write `||` for or"]
        case .identifier("not"), .identifier("NOT"): ["write `!` for not"]
        case .symbol("?"): ["write `.?field` or `a ? b : c`; for a fallback write coalesce(a, b)"]
        case .symbol("}"): ["a `}` without its `{`"]
        case .symbol(")"): ["a `)` without its `(`"]
        default: []
        }
    }
}
