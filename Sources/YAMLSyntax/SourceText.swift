import Diagnostics

/// A file's characters with a table of where its lines start.
///
/// libyaml counts code points; this turns its counts into places for people.
final class SourceText: Sendable {
    let file: SourceFile
    let scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    init(file: SourceFile) {
        self.file = file
        let scalars = Array(file.text.unicodeScalars)
        var starts = [0]
        for index in scalars.indices {
            let isReturn = scalars[index] == "\r" && !(index + 1 < scalars.count && scalars[index + 1] == "\n")
            if isReturn || scalars[index] == "\n" { starts.append(index + 1) }
        }
        self.scalars = scalars
        self.lineStarts = starts
    }

    func position(_ offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), scalars.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(line: low + 1, column: offset - lineStarts[low] + 1, offset: offset)
    }

    func range(_ start: Int, _ end: Int) -> SourceRange {
        SourceRange(start: position(start), end: position(max(start, end)))
    }

    func location(_ range: SourceRange) -> SourceLocation {
        SourceLocation(file: file, range: range)
    }

    /// The characters of a stretch; bounds outside the text are cut.
    func slice(_ start: Int, _ end: Int) -> ArraySlice<Unicode.Scalar> {
        let start = min(max(start, 0), scalars.count)
        return scalars[start..<min(max(end, start), scalars.count)]
    }

    func character(_ offset: Int) -> Unicode.Scalar? {
        scalars.indices.contains(offset) ? scalars[offset] : nil
    }

    /// The offset of a line's first character, the line counted from 1.
    func lineStart(_ line: Int) -> Int {
        lineStarts[min(max(line, 1), lineStarts.count) - 1]
    }

    var lineCount: Int { lineStarts.count }
}

extension Unicode.Scalar {
    var isBlank: Bool { self == " " || self == "\t" }
    var isLineEnd: Bool { self == "\n" || self == "\r" }
    var isBlankOrLineEnd: Bool { isBlank || isLineEnd }
    var isFlowIndicator: Bool { self == "," || self == "[" || self == "]" || self == "{" || self == "}" }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self = String(view)
    }
}

/// The user's words for a message: in backticks, short, and without characters that would disturb a terminal.
func quoted(_ text: String) -> String {
    var out = ""
    var count = 0
    for scalar in text.unicodeScalars {
        if count == 40 { return "`\(out)…`" }
        count += 1
        switch scalar {
        case "\n", "\r", "\t": out.unicodeScalars.append(" ")
        case "`": out.unicodeScalars.append("'")
        default:
            let isControl = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            out.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
    }
    return "`\(out)`"
}
