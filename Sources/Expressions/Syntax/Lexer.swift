/// Cuts a text into tokens, one at a time, so that the end of a `${{ }}` hole is found by the same rules.
struct Lexer {
    let text: [Unicode.Scalar]
    let end: Int
    var position: Int

    init(_ text: [Unicode.Scalar], _ range: Range<Int>) {
        self.text = text
        position = range.lowerBound
        end = range.upperBound
    }

    @inline(__always)
    func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < end ? text[position + ahead] : nil
    }

    mutating func skipSpaceAndComments() {
        while let scalar = peek() {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{0C}": position += 1
            case "/" where peek(1) == "/":
                while let scalar = peek(), scalar != "\n" { _ = scalar; position += 1 }
            default: return
            }
        }
    }

    mutating func next() throws(ExpressionIssue) -> Token {
        skipSpaceAndComments()
        let start = position
        guard let first = peek() else { return Token(kind: .end, range: start..<start) }
        let kind: Token.Kind
        switch first {
        case "\"", "'": kind = try string(start: start, raw: false, bytes: false)
        case "0"..."9": kind = try number(start)
        case "." where peek(1).map(Self.isDigit) == true: kind = try number(start)
        case "`": kind = try quotedIdentifier(start)
        case _ where Self.startsIdentifier(first):
            if let prefixed = try prefixedString(start) {
                kind = prefixed
            } else {
                while let scalar = peek(), Self.continuesIdentifier(scalar) { position += 1 }
                kind = .identifier(slice(start..<position))
            }
        default: kind = try symbol(start)
        }
        return Token(kind: kind, range: start..<position)
    }

    func slice(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[range])
        return String(view)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

    static func startsIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z") || scalar == "_"
    }

    static func continuesIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        startsIdentifier(scalar) || isDigit(scalar)
    }

    private mutating func symbol(_ start: Int) throws(ExpressionIssue) -> Token.Kind {
        let first = text[start]
        let pair = peek(1).map { String(String.UnicodeScalarView([first, $0])) } ?? ""
        if ["==", "!=", "<=", ">=", "&&", "||"].contains(pair) {
            position += 2
            return .symbol(pair)
        }
        position += 1
        if "()[]{}.,?:+-*/%<>!".unicodeScalars.contains(first) { return .symbol(String(first)) }
        let help: [String] =
            switch first {
            case "=": ["write `==` to compare"]
            case "&": ["write `&&` for and"]
            case "|": ["write `||` for or; functions are called as `value.function()`"]
            case "“", "”", "‘", "’", "„": ["write strings in straight quotes: 'text'"]
            case "$": ["`${{` is only written around a whole expression, not inside it"]
            default: []
            }
        throw ExpressionIssue(
            .syntax, "`\(first)` means nothing in an expression", at: start..<position, label: nil, help: help)
    }

    private mutating func quotedIdentifier(_ start: Int) throws(ExpressionIssue) -> Token.Kind {
        position += 1
        while let scalar = peek(), scalar != "`" {
            guard Self.continuesIdentifier(scalar) || "-./ ".unicodeScalars.contains(scalar) else {
                throw ExpressionIssue(
                    .syntax, "`\(scalar)` is not allowed in a field name between backticks", at: position..<position + 1,
                    help: ["write the name as an index: ['...']"])
            }
            position += 1
        }
        guard peek() == "`", position > start + 1 else {
            throw ExpressionIssue(.syntax, "the field name in backticks does not end", at: start..<position)
        }
        position += 1
        return .quotedIdentifier(slice(start + 1..<position - 1))
    }
}
