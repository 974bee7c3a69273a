extension Lexer {
    /// A string or bytes literal with `r` or `b` before it; nil when an ordinary name starts here.
    mutating func prefixedString(_ start: Int) throws(ExpressionIssue) -> Token.Kind? {
        var length = 0
        var raw = false
        var bytes = false
        while let scalar = peek(length), length < 2 {
            if scalar == "r" || scalar == "R", !raw {
                raw = true
            } else if scalar == "b" || scalar == "B", !bytes {
                bytes = true
            } else {
                break
            }
            length += 1
        }
        guard length > 0, peek(length) == "\"" || peek(length) == "'" else { return nil }
        position += length
        return try string(start: start, raw: raw, bytes: bytes)
    }

    /// The literal whose first quote stands at the position.
    mutating func string(start: Int, raw: Bool, bytes: Bool) throws(ExpressionIssue) -> Token.Kind {
        let quote = text[position]
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        var scalars = String.UnicodeScalarView()
        var octets: [UInt8] = []
        while let scalar = peek() {
            if scalar == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                position += isTriple ? 3 : 1
                return bytes ? .bytes(octets) : .string(String(scalars))
            }
            if !isTriple, scalar == "\n" || scalar == "\r" { break }
            if scalar == "\\", !raw {
                try escape(bytes: bytes, into: &scalars, &octets)
            } else {
                position += 1
                if isTriple, scalar == "\r" {
                    // A line end inside triple quotes is one character, however the file writes it.
                    if peek() == "\n" { position += 1 }
                    if bytes { octets.append(0x0A) } else { scalars.append("\n") }
                } else if bytes {
                    octets.append(contentsOf: UTF8.encode(scalar)!)
                } else {
                    scalars.append(scalar)
                }
            }
        }
        let mark = isTriple ? String(repeating: String(quote), count: 3) : String(quote)
        throw ExpressionIssue(
            .literal, "this string does not end", at: start..<position, label: "a closing \(mark) is missing")
    }

    private mutating func escape(
        bytes: Bool, into scalars: inout String.UnicodeScalarView, _ octets: inout [UInt8]
    ) throws(ExpressionIssue) {
        let start = position
        guard let kind = peek(1) else {
            position += 1
            return
        }
        position += 2
        let value: UInt32
        switch kind {
        case "a": value = 7
        case "b": value = 8
        case "f": value = 12
        case "n": value = 10
        case "r": value = 13
        case "t": value = 9
        case "v": value = 11
        case "\\", "?", "\"", "'", "`": value = kind.value
        case "x", "X": value = try digits(2, radix: 16, from: start)
        case "u" where !bytes: value = try unit(from: start)
        case "U" where !bytes: value = try digits(8, radix: 16, from: start)
        case "0"..."3":
            position -= 1
            value = try digits(3, radix: 8, from: start)
        default:
            throw ExpressionIssue(
                .literal, "`\\\(kind)` is not an escape sequence", at: start..<position,
                label: bytes && (kind == "u" || kind == "U") ? "bytes take \\x and octal escapes only" : nil,
                help: ["write `\\\\` for a backslash, or put `r` before the quotes: r'\\d+'"])
        }
        if bytes {
            octets.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            scalars.append(scalar)
        } else {
            throw ExpressionIssue(.literal, "this escape names no character", at: start..<position)
        }
    }

    /// Four digits; two halves of a surrogate pair are one character, as in JSON.
    private mutating func unit(from start: Int) throws(ExpressionIssue) -> UInt32 {
        let high = try digits(4, radix: 16, from: start)
        guard (0xD800...0xDBFF).contains(high), peek() == "\\", peek(1) == "u" else { return high }
        position += 2
        let low = try digits(4, radix: 16, from: start)
        guard (0xDC00...0xDFFF).contains(low) else { return high }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func digits(_ count: Int, radix: UInt32, from start: Int) throws(ExpressionIssue) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = peek(), let digit = Character(scalar).hexDigitValue, scalar.isASCII, digit < radix else {
                throw ExpressionIssue(
                    .literal, "this escape needs \(count) \(radix == 8 ? "octal" : "hexadecimal") digits",
                    at: start..<min(position + 1, end))
            }
            value = value &* radix &+ UInt32(digit)
            position += 1
        }
        return value
    }
}
