extension Lexer {
    mutating func number(_ start: Int) throws(ExpressionIssue) -> Token.Kind {
        if peek() == "0", peek(1) == "x" || peek(1) == "X" { return try hexadecimal(start) }
        var isDouble = false
        while let scalar = peek(), Self.isDigit(scalar) { position += 1 }
        if peek() == ".", let after = peek(1), Self.isDigit(after) {
            isDouble = true
            position += 1
            while let scalar = peek(), Self.isDigit(scalar) { position += 1 }
        }
        if peek() == "e" || peek() == "E" {
            let signed = peek(1) == "+" || peek(1) == "-"
            if let digit = peek(signed ? 2 : 1), Self.isDigit(digit) {
                isDouble = true
                position += signed ? 2 : 1
                while let scalar = peek(), Self.isDigit(scalar) { position += 1 }
            }
        }
        let digits = slice(start..<position)
        if isDouble {
            try endOfNumber(start)
            guard let value = Double(digits.hasPrefix(".") ? "0" + digits : digits), value.isFinite else {
                throw ExpressionIssue(.literal, "the number `\(digits)` is too large for a double", at: start..<position)
            }
            return .double(value)
        }
        return try integer(start, digits: digits, radix: 10)
    }

    private mutating func hexadecimal(_ start: Int) throws(ExpressionIssue) -> Token.Kind {
        position += 2
        let digitsStart = position
        while let scalar = peek(), scalar.properties.isASCIIHexDigit { position += 1 }
        guard position > digitsStart else {
            throw ExpressionIssue(.literal, "hexadecimal digits must follow `0x`", at: start..<position)
        }
        return try integer(start, digits: slice(digitsStart..<position), radix: 16)
    }

    private mutating func integer(_ start: Int, digits: String, radix: Int) throws(ExpressionIssue) -> Token.Kind {
        let isUnsigned = peek() == "u" || peek() == "U"
        if isUnsigned { position += 1 }
        try endOfNumber(start)
        guard let magnitude = UInt64(digits, radix: radix) else {
            throw ExpressionIssue(
                .literal, "the number `\(slice(start..<position))` does not fit 64 bits", at: start..<position)
        }
        return isUnsigned ? .uint(magnitude) : .int(magnitude: magnitude)
    }

    private mutating func endOfNumber(_ start: Int) throws(ExpressionIssue) {
        guard let scalar = peek(), Self.continuesIdentifier(scalar) else { return }
        while let scalar = peek(), Self.continuesIdentifier(scalar) { position += 1 }
        throw ExpressionIssue(.literal, "`\(slice(start..<position))` is not a number", at: start..<position)
    }
}
