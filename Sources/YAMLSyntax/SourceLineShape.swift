/// Where values start on one line, found without a parser; for messages about lines that libyaml could not read.
struct SourceLineShape {
    struct Value {
        /// An offset in the file.
        let start: Int
        /// Brackets that are open around the value.
        let depth: Int
        /// Behind the bracket that closes what the value stands in; a place from here on is not inside the value.
        var outerEnd: Int?
    }

    /// In the order of their starts.
    private(set) var values: [Value] = []
    /// The first character that is not blank, or nil on an empty line.
    private(set) var firstCharacter: Int?
    let start: Int
    /// After the line's last character.
    let end: Int
    private let source: SourceText

    init(around offset: Int, in source: SourceText) {
        let line = source.position(offset).line
        let start = source.lineStart(line)
        let end = start + (source.file.line(line)?.unicodeScalars.count ?? 0)
        self.source = source
        self.start = start
        self.end = end
        find()
    }

    /// Spaces and tabs in front.
    var indentation: Int { (firstCharacter ?? end) - start }

    /// Whether the line is empty or a comment.
    var isEmpty: Bool { firstCharacter.map { source.character($0) == "#" } ?? true }

    /// The value that holds a place, or that stands last in front of it.
    func value(before offset: Int) -> Value? {
        values.last { $0.start <= offset && ($0.outerEnd ?? Int.max) > offset }
    }

    /// The text of a value up to its end on this line, without a comment or blanks behind it.
    func text(of value: Value) -> String {
        text(from: value.start, isInFlow: value.depth > 0)
    }

    func text(from start: Int, isInFlow: Bool = false) -> String {
        var end = end
        var position = start
        while position < end {
            let scalar = source.scalars[position]
            if scalar == "#", position > start, source.scalars[position - 1].isBlank { end = position }
            if isInFlow, position > start, scalar == "," || scalar == "]" || scalar == "}" { end = position }
            position += 1
        }
        while end > start, source.scalars[end - 1].isBlank { end -= 1 }
        return String(source.slice(start, end))
    }

    private mutating func find() {
        var position = skipBlanks(start)
        guard position < end else { return }
        firstCharacter = position
        while source.scalars[position] == "-", isBlankOrEnd(position + 1) {
            position = skipBlanks(position + 1)
            guard position < end else { return }
        }
        values.append(Value(start: position, depth: 0))
        var depth = 0
        var isValueStart = true
        while position < end {
            let scalar = source.scalars[position]
            switch scalar {
            case "\"" where isValueStart, "'" where isValueStart:
                position = skipQuoted(position)
                isValueStart = false
                continue
            case "[" where isValueStart, "{" where isValueStart: depth += 1
            case "]" where depth > 0, "}" where depth > 0:
                position += 1
                close(depth, at: position)
                depth -= 1
                isValueStart = false
                continue
            case "," where depth > 0: break
            case ":" where isBlankOrEnd(position + 1): break
            case "#" where position > start && source.scalars[position - 1].isBlank: return
            default:
                isValueStart = false
                position += 1
                continue
            }
            position = skipBlanks(position + 1)
            isValueStart = true
            if position < end { values.append(Value(start: position, depth: depth)) }
        }
    }

    private mutating func close(_ depth: Int, at offset: Int) {
        for index in values.indices where values[index].depth >= depth && values[index].outerEnd == nil {
            values[index].outerEnd = offset
        }
    }

    private func skipBlanks(_ offset: Int) -> Int {
        var offset = offset
        while offset < end, source.scalars[offset].isBlank { offset += 1 }
        return offset
    }

    private func isBlankOrEnd(_ offset: Int) -> Bool {
        offset >= end || source.scalars[offset].isBlank
    }

    private func skipQuoted(_ offset: Int) -> Int {
        let quote = source.scalars[offset]
        var offset = offset + 1
        while offset < end {
            if source.scalars[offset] == "\\", quote == "\"" {
                offset += 2
            } else if source.scalars[offset] == quote {
                return offset + 1
            } else {
                offset += 1
            }
        }
        return end
    }
}
