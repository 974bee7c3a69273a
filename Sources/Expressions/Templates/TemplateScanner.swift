/// Cuts a text into literal parts and `${{ }}` holes. The end of a hole is found by the rules of expressions: braces and strings
/// inside it do not end it.
struct TemplateScanner {
    enum Part: Equatable, Sendable {
        case literal(String)
        /// Where the expression stands, without the marks around it.
        case hole(Range<Int>)
    }

    static func parts(of text: [Unicode.Scalar]) throws(ExpressionIssue) -> [Part] {
        var parts: [Part] = []
        var literal = String.UnicodeScalarView()
        var position = 0
        while position < text.count {
            if starts("$${{", text, position) {
                literal.append(contentsOf: "${{".unicodeScalars)
                position += 4
            } else if starts("${{", text, position) {
                if !literal.isEmpty { parts.append(.literal(String(literal))) }
                literal = String.UnicodeScalarView()
                let end = try endOfHole(text, from: position)
                parts.append(.hole(position + 3..<end))
                position = end + 2
            } else {
                literal.append(text[position])
                position += 1
            }
        }
        if !literal.isEmpty || parts.isEmpty { parts.append(.literal(String(literal))) }
        return parts
    }

    private static func starts(_ mark: String, _ text: [Unicode.Scalar], _ position: Int) -> Bool {
        var index = position
        for scalar in mark.unicodeScalars {
            guard index < text.count, text[index] == scalar else { return false }
            index += 1
        }
        return true
    }

    /// Where the `}}` of a hole stands.
    private static func endOfHole(_ text: [Unicode.Scalar], from start: Int) throws(ExpressionIssue) -> Int {
        var lexer = Lexer(text, start + 3..<text.count)
        var depth = 0
        while true {
            let token = try lexer.next()
            switch token.kind {
            case .symbol("{"): depth += 1
            case .symbol("}"):
                if depth > 0 {
                    depth -= 1
                } else if lexer.peek() == "}" {
                    return token.range.lowerBound
                } else {
                    throw ExpressionIssue(
                        .template, "found `}` inside `${{`", at: token.range, label: "write `}}` to end the expression")
                }
            case .end:
                throw ExpressionIssue(
                    .template, "this `${{` has no closing `}}`", at: start..<start + 3,
                    help: ["to write the characters themselves, write `$${{`"])
            default: break
            }
        }
    }
}
