extension Parser {
    /// Words that CEL keeps for other languages; they may be fields, not variables.
    static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    ]

    mutating func member() throws(ExpressionIssue) -> SyntaxNode {
        try memberSuffixes(of: primary())
    }

    /// Everything that may follow a value: `.field`, `.?field`, `.call(...)`, `[index]`, `[?index]`.
    mutating func memberSuffixes(of start: SyntaxNode) throws(ExpressionIssue) -> SyntaxNode {
        var result = start
        while true {
            let lower = result.range.lowerBound
            if try take(".") {
                let isOptional = try take("?")
                let (name, range, isQuoted) = try fieldName()
                if !isOptional, !isQuoted, token.isSymbol("(") {
                    let arguments = try arguments()
                    result = try call(name, target: result, arguments, lower..<lastEnd, focus: range)
                } else {
                    result = try node(
                        .select(result, field: name, isOptional: isOptional), lower..<range.upperBound, focus: range,
                        over: [result])
                }
            } else if token.isSymbol("[") {
                try advance()
                let isOptional = try take("?")
                let index = try expression()
                try expect("]", after: "the index")
                result = try node(
                    .call(isOptional ? "_[?_]" : "_[_]", target: nil, [result, index]), lower..<lastEnd, focus: index.range,
                    over: [result, index])
            } else if token.isSymbol("{"), let name = result.qualifiedName {
                throw ExpressionIssue(
                    .syntax, "`\(name){...}` makes a message, and there are none here", at: lower..<token.range.upperBound,
                    help: ["write a map: {'key': value}"])
            } else {
                return result
            }
        }
    }

    private mutating func fieldName() throws(ExpressionIssue) -> (String, Range<Int>, isQuoted: Bool) {
        let range = token.range
        switch token.kind {
        case .identifier(let name) where !["in", "true", "false", "null"].contains(name):
            try advance()
            return (name, range, false)
        case .quotedIdentifier(let name):
            try advance()
            return (name, range, true)
        default:
            throw ExpressionIssue(
                .syntax, "expected a field name after `.`, found \(token.name)", at: range,
                help: ["names with other characters are written as an index: ['first name']"])
        }
    }

    private mutating func arguments() throws(ExpressionIssue) -> [SyntaxNode] {
        try expect("(", after: "the function")
        var arguments: [SyntaxNode] = []
        if try take(")") { return arguments }
        repeat {
            arguments.append(try expression())
        } while try take(",")
        try expect(")", after: "the arguments")
        return arguments
    }

    private mutating func primary() throws(ExpressionIssue) -> SyntaxNode {
        let start = token
        switch start.kind {
        case .int(let magnitude):
            guard magnitude <= UInt64(Int64.max) else { throw Self.intOutOfRange(start.range) }
            return try literal(.int(Int64(magnitude)))
        case .uint(let number): return try literal(.uint(number))
        case .double(let number): return try literal(.double(number))
        case .string(let text): return try literal(.string(text))
        case .bytes(let bytes): return try literal(.bytes(bytes))
        case .symbol("("):
            try advance()
            let inner = try expression()
            try expect(")", after: "the expression in brackets")
            return inner.bracketed
        case .symbol("["): return try list()
        case .symbol("{"): return try map()
        case .symbol("."):
            try advance()
            guard case .identifier(let name) = token.kind else {
                throw ExpressionIssue(.syntax, "expected a name after `.`, found \(token.name)", at: token.range)
            }
            return try identifier(name, isAbsolute: true, from: start.range.lowerBound)
        case .identifier("true"): return try literal(.bool(true))
        case .identifier("false"): return try literal(.bool(false))
        case .identifier("null"): return try literal(.null)
        case .identifier(let name): return try identifier(name, isAbsolute: false, from: start.range.lowerBound)
        default:
            throw ExpressionIssue(
                .syntax, "expected a value, found \(start.name)", at: start.range, help: Self.hints(for: start))
        }
    }

    private mutating func literal(_ value: ExpressionValue) throws(ExpressionIssue) -> SyntaxNode {
        let range = token.range
        try advance()
        return try node(.literal(value), range)
    }

    private mutating func identifier(
        _ name: String, isAbsolute: Bool, from start: Int
    ) throws(ExpressionIssue) -> SyntaxNode {
        let range = token.range
        guard name != "in" else {
            throw ExpressionIssue(.syntax, "expected a value, found `in`", at: range)
        }
        guard !Self.reservedWords.contains(name) else {
            throw ExpressionIssue(
                .syntax, "`\(name)` is a reserved word", at: range,
                help: ["it may be a field (`a.\(name)`), not a variable"])
        }
        try advance()
        if token.isSymbol("(") {
            let arguments = try arguments()
            return try call(isAbsolute ? ".\(name)" : name, target: nil, arguments, start..<lastEnd, focus: range)
        }
        return try node(.identifier(name, isAbsolute: isAbsolute), start..<range.upperBound)
    }

    private mutating func list() throws(ExpressionIssue) -> SyntaxNode {
        let start = token.range.lowerBound
        try advance()
        var elements: [SyntaxNode.Element] = []
        while !token.isSymbol("]") {
            let isOptional = try take("?")
            elements.append(.init(value: try expression(), isOptional: isOptional))
            guard try take(",") else { break }
        }
        try expect("]", after: "the list")
        return try node(.list(elements), start..<lastEnd, over: elements.map(\.value))
    }

    private mutating func map() throws(ExpressionIssue) -> SyntaxNode {
        let start = token.range.lowerBound
        try advance()
        var entries: [SyntaxNode.Entry] = []
        while !token.isSymbol("}") {
            let isOptional = try take("?")
            let key = try expression()
            try expect(":", after: "the key")
            entries.append(.init(key: key, value: try expression(), isOptional: isOptional))
            guard try take(",") else { break }
        }
        try expect("}", after: "the map")
        return try node(.map(entries), start..<lastEnd, over: entries.flatMap { [$0.key, $0.value] })
    }
}

extension SyntaxNode {
    /// The dotted name that this node spells, such as `math` or `com.example.x`; nil for anything else.
    var qualifiedName: String? {
        switch kind {
        case .identifier(let name, let isAbsolute): isAbsolute ? ".\(name)" : name
        case .select(let operand, let field, isOptional: false):
            operand.isBracketed ? nil : operand.qualifiedName.map { "\($0).\(field)" }
        default: nil
        }
    }
}
