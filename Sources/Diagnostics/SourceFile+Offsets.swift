extension SourceFile {
    /// The place of a stretch of Unicode scalars, counted from the start of the text.
    public func range(ofScalars range: Range<Int>) -> SourceRange {
        SourceRange(start: position(ofScalar: range.lowerBound), end: position(ofScalar: range.upperBound))
    }

    private func position(ofScalar offset: Int) -> SourcePosition {
        var position = SourcePosition.start
        for scalar in text.unicodeScalars.prefix(offset) {
            position.offset += 1
            if scalar == "\n" {
                position.line += 1
                position.column = 1
            } else {
                position.column += 1
            }
        }
        return position
    }
}
