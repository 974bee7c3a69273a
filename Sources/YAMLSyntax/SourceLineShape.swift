/// Where values start on one line, found without a parser; for messages about lines that libyaml could not read.
struct SourceLineShape {
    /// Offsets in the file, in ascending order.
    private(set) var valueStarts: [Int] = []
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

    /// Where the value that holds an offset starts.
    func valueStart(before offset: Int) -> Int? {
        valueStarts.last { $0 <= offset }
    }

    /// The text from an offset to the line's end, without a comment or blanks behind it.
    func rest(from offset: Int) -> String {
        var end = end
        var position = offset
        while position < end {
            if source.scalars[position] == "#", position > offset, source.scalars[position - 1].isBlank { end = position }
            position += 1
        }
        while end > offset, source.scalars[end - 1].isBlank { end -= 1 }
        return String(source.slice(offset, end))
    }

    /// Spaces and tabs in front.
    var indentation: Int { (firstCharacter ?? end) - start }

    private mutating func find() {
        var position = skipBlanks(start)
        guard position < end else { return }
        firstCharacter = position
        while source.scalars[position] == "-", isBlankOrEnd(position + 1) {
            position = skipBlanks(position + 1)
            guard position < end else { return }
        }
        valueStarts.append(position)
        var flowDepth = 0
        var isValueStart = true
        while position < end {
            let scalar = source.scalars[position]
            switch scalar {
            case "\"" where isValueStart, "'" where isValueStart:
                position = skipQuoted(position)
                isValueStart = false
                continue
            case "[" where isValueStart, "{" where isValueStart: flowDepth += 1
            case "]" where flowDepth > 0, "}" where flowDepth > 0:
                flowDepth -= 1
                isValueStart = false
                position += 1
                continue
            case "," where flowDepth > 0: break
            case ":" where isBlankOrEnd(position + 1): break
            case "#" where position > start && source.scalars[position - 1].isBlank: return
            default:
                isValueStart = false
                position += 1
                continue
            }
            position = skipBlanks(position + 1)
            isValueStart = true
            if position < end { valueStarts.append(position) }
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
