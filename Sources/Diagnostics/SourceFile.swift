/// A text with the name people know it by; gives lines for messages.
public final class SourceFile: Sendable {
    /// The path as the user would type it.
    public let path: String
    public let text: String
    /// The lines without their line ends. LF, CR LF and CR end a line.
    public let lines: [String]

    public init(path: String, text: String) {
        self.path = path
        self.text = text
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previousWasReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                if !previousWasReturn {
                    lines.append(String(line))
                    line = String.UnicodeScalarView()
                }
                previousWasReturn = false
            } else if scalar == "\r" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
                previousWasReturn = true
            } else {
                line.append(scalar)
                previousWasReturn = false
            }
        }
        lines.append(String(line))
        self.lines = lines
    }

    /// The text of a line counted from 1, or nil outside the file.
    public func line(_ number: Int) -> String? {
        number >= 1 && number <= lines.count ? lines[number - 1] : nil
    }
}

/// A place in a text. Line and column count from 1, the offset from 0; columns and offsets are Unicode scalars, not bytes.
public struct SourcePosition: Hashable, Comparable, Sendable {
    public var line: Int
    public var column: Int
    public var offset: Int

    public init(line: Int, column: Int, offset: Int) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    public static let start = SourcePosition(line: 1, column: 1, offset: 0)

    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A half-open stretch of a text: `end` is the place after the last character.
public struct SourceRange: Hashable, Sendable {
    public var start: SourcePosition
    public var end: SourcePosition

    public init(start: SourcePosition, end: SourcePosition) {
        self.start = start
        self.end = end
    }

    public static let empty = SourceRange(start: .start, end: .start)
}

/// A stretch of a file.
public struct SourceLocation: Sendable {
    public let file: SourceFile
    public let range: SourceRange

    public init(file: SourceFile, range: SourceRange) {
        self.file = file
        self.range = range
    }
}
