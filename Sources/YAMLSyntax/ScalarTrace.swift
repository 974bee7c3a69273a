/// Reads a scalar's source a second time, as libyaml does, and notes where each character of its text came from.
///
/// What comes out is compared with the text; only a trace that gives the same text is used.
struct ScalarTrace {
    private let source: SourceText
    private var position: Int
    private let end: Int
    private var text: [Unicode.Scalar] = []
    private var origins: [Int] = []

    /// An offset in the file for each character of the text, and one for its end.
    static func offsets(of scalar: YAMLScalar) -> [Int]? {
        let expected = Array(scalar.text.unicodeScalars)
        let start = scalar.range.start.offset
        let end = scalar.range.end.offset
        switch scalar.style {
        case .plain: return flow(scalar.source, start, end, escape: nil, expected)
        case .singleQuoted: return flow(scalar.source, start + 1, end - 1, escape: "'", expected)
        case .doubleQuoted: return flow(scalar.source, start + 1, end - 1, escape: "\\", expected)
        case .literal, .folded:
            return BlockShape.indentations(scalar.source, start, end).lazy.compactMap { indentation in
                block(scalar.source, start, indentation: indentation, isFolded: scalar.style == .folded, expected)
            }.first
        }
    }

    private static func flow(
        _ source: SourceText, _ start: Int, _ end: Int, escape: Unicode.Scalar?, _ expected: [Unicode.Scalar]
    ) -> [Int]? {
        guard start <= end else { return nil }
        var trace = ScalarTrace(source: source, position: start, end: end)
        trace.flow(escape: escape)
        return trace.text == expected ? trace.origins + [end] : nil
    }

    /// Reads on to the end of the file if it must: lines of blanks may or may not belong to the block.
    private static func block(
        _ source: SourceText, _ start: Int, indentation: Int, isFolded: Bool, _ expected: [Unicode.Scalar]
    ) -> [Int]? {
        var trace = ScalarTrace(source: source, position: start, end: source.scalars.count)
        trace.block(indentation: indentation, isFolded: isFolded, count: expected.count)
        // The last line end may be missing in the file or dropped by the block's header.
        if trace.text.count < expected.count { trace.emit("\n", from: trace.position) }
        guard trace.text.prefix(expected.count).elementsEqual(expected) else { return nil }
        let origins = trace.origins.prefix(expected.count)
        // Behind a last line end there is no line of the block any more.
        return origins + [origins.last.map { expected.last == "\n" ? $0 : $0 + 1 } ?? start]
    }

    private init(source: SourceText, position: Int, end: Int) {
        self.source = source
        self.position = position
        self.end = min(end, source.scalars.count)
    }

    private var current: Unicode.Scalar? { position < end ? source.scalars[position] : nil }

    private mutating func emit(_ scalar: Unicode.Scalar, from origin: Int) {
        text.append(scalar)
        origins.append(origin)
    }

    /// Steps over LF, CR LF or CR.
    private mutating func skipLineEnd() {
        if current == "\r" {
            position += 1
            if current == "\n" { position += 1 }
        } else {
            position += 1
        }
    }

    // MARK: Plain and quoted

    /// Folds lines and resolves escapes: none, `''`, or backslashes.
    private mutating func flow(escape: Unicode.Scalar?) {
        while let scalar = current {
            if scalar.isBlankOrLineEnd {
                space(isEscaped: false)
            } else if escape == "'", scalar == "'" {
                emit("'", from: position)
                position += 2
            } else if escape == "\\", scalar == "\\" {
                if position + 1 < end, source.scalars[position + 1].isLineEnd {
                    position += 1
                    skipLineEnd()
                    space(isEscaped: true)
                } else {
                    backslash()
                }
            } else {
                emit(scalar, from: position)
                position += 1
            }
        }
    }

    /// Blanks and line ends: one line end is a space, each further one a line feed. After an escaped line end there is no space.
    private mutating func space(isEscaped: Bool) {
        let start = position
        var lineEnds: [Int] = []
        while let scalar = current, scalar.isBlankOrLineEnd {
            if scalar.isLineEnd {
                lineEnds.append(position)
                skipLineEnd()
            } else {
                position += 1
            }
        }
        if isEscaped {
            for lineEnd in lineEnds { emit("\n", from: lineEnd) }
        } else if lineEnds.isEmpty {
            for blank in start..<position { emit(source.scalars[blank], from: blank) }
        } else if lineEnds.count == 1 {
            emit(" ", from: lineEnds[0])
        } else {
            for lineEnd in lineEnds.dropFirst() { emit("\n", from: lineEnd) }
        }
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "\t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}", "r": "\r",
        "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}", "_": "\u{A0}", "L": "\u{2028}", "P": "\u{2029}",
    ]

    private mutating func backslash() {
        let start = position
        position += 1
        guard let kind = current else { return }
        position += 1
        let digits: Int
        switch kind {
        case "x": digits = 2
        case "u": digits = 4
        case "U": digits = 8
        default: return emit(Self.escapes[kind] ?? kind, from: start)
        }
        let code = UInt32(String(source.slice(position, min(position + digits, end))), radix: 16)
        position += digits
        emit(code.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}", from: start)
    }

    // MARK: Blocks

    /// The lines of a block, after its header, with so much indentation taken away, until there are `count` characters.
    private mutating func block(indentation: Int, isFolded: Bool, count: Int) {
        while let scalar = current, !scalar.isLineEnd { position += 1 }
        guard current != nil else { return }
        skipLineEnd()
        var leadingBreak: Int?
        var leadingBlank = false
        var breaks = emptyLines(indentation)
        while text.count < count {
            let first = current
            let isInside = first != nil && position - lineStart >= indentation
            if let lineEnd = leadingBreak {
                if !isInside || !isFolded || leadingBlank || first?.isBlank == true {
                    emit("\n", from: lineEnd)
                } else if breaks.isEmpty {
                    emit(" ", from: lineEnd)
                }
            }
            for lineEnd in breaks { emit("\n", from: lineEnd) }
            guard isInside else { return }
            leadingBlank = first?.isBlank == true
            while let scalar = current, !scalar.isLineEnd {
                emit(scalar, from: position)
                position += 1
            }
            leadingBreak = position
            if current != nil { skipLineEnd() }
            breaks = emptyLines(indentation)
        }
    }

    /// Steps over empty lines and the next line's indentation; gives the line ends.
    private mutating func emptyLines(_ indentation: Int) -> [Int] {
        var found: [Int] = []
        while let scalar = current {
            if scalar == " ", position - lineStart < indentation {
                position += 1
            } else if scalar.isLineEnd {
                found.append(position)
                skipLineEnd()
            } else {
                break
            }
        }
        return found
    }

    private var lineStart: Int {
        source.position(position).offset - (source.position(position).column - 1)
    }
}

/// What can be seen of a block scalar without its surroundings.
private enum BlockShape {
    /// The indentations that its lines may have, the likeliest first.
    static func indentations(_ source: SourceText, _ start: Int, _ end: Int) -> [Int] {
        let first = source.position(start).line
        let last = source.position(end).line
        var emptyWidth = 0
        for number in first..<max(first, last) {
            let line = Array((source.file.line(number + 1) ?? "").unicodeScalars)
            let spaces = line.prefix { $0 == " " }.count
            if spaces < line.count {
                let likeliest = max(emptyWidth, spaces)
                return [likeliest] + (0...max(spaces, 1)).reversed().filter { $0 != likeliest }.prefix(12)
            }
            emptyWidth = max(emptyWidth, spaces)
        }
        // Nothing but empty lines: the block may be indented more than any of them, and then all their blanks are indentation.
        return [max(emptyWidth, 1), .max]
    }
}
