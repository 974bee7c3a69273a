import Diagnostics

extension YAMLScalar {
    /// Where a stretch of `text` stands in the file; offsets count Unicode scalars from 0.
    ///
    /// For many stretches of one scalar keep `places`, which does the work once.
    public func range(ofScalarOffsets offsets: Range<Int>) -> SourceRange {
        places.range(of: offsets)
    }

    /// The places of all characters of the text.
    public var places: YAMLScalarPlaces { YAMLScalarPlaces(self) }
}

/// Maps places inside a scalar's text to places in the file.
public struct YAMLScalarPlaces: Sendable {
    /// For each character of the text and for its end, an offset in the file. Nil when the scalar could not be followed.
    let offsets: [Int]?
    private let whole: SourceRange
    private let source: SourceText

    init(_ scalar: YAMLScalar) {
        whole = scalar.range
        source = scalar.source
        offsets = ScalarTrace.offsets(of: scalar)
    }

    /// The stretch's range, which may reach over several lines; the whole scalar when the characters could not be followed.
    /// Offsets beyond the text are taken as its end.
    public func range(of stretch: Range<Int>) -> SourceRange {
        guard let offsets, let last = offsets.indices.last else { return whole }
        let lower = min(max(stretch.lowerBound, 0), last)
        let upper = min(max(stretch.upperBound, lower), last)
        let start = offsets[lower]
        // The end is behind the last character of the stretch, not in front of the next, which may be a line below.
        let end = upper > lower ? offsets[upper - 1] + width(at: offsets[upper - 1], next: offsets[upper]) : start
        return source.range(start, end)
    }

    /// Characters of the file that one character of the text takes: 1, or more for an escape sequence.
    private func width(at offset: Int, next: Int) -> Int {
        switch source.character(offset) {
        case "\\" where isDoubleQuoted: max(1, next - offset)
        case "'" where isSingleQuoted: max(1, next - offset)
        default: 1
        }
    }

    private var isDoubleQuoted: Bool { source.character(whole.start.offset) == "\"" }
    private var isSingleQuoted: Bool { source.character(whole.start.offset) == "'" }
}
