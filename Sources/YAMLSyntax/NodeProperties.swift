import Diagnostics

/// The anchor and tag in front of a node, and where the node itself starts. libyaml gives one place for all three.
struct NodeProperties {
    private(set) var anchor: SourceRange?
    private(set) var tag: SourceRange?
    private(set) var contentStart: Int

    init(_ event: YAMLEvent, in source: SourceText) {
        contentStart = event.start
        guard event.anchor != nil || event.tag != nil else { return }
        var offset = event.start
        while let scalar = source.character(offset), offset < event.end || offset == event.start {
            let start = offset
            switch scalar {
            case "&" where anchor == nil && event.anchor != nil:
                offset = Self.nameEnd(offset, in: source)
                anchor = source.range(start, offset)
            case "!" where tag == nil && event.tag != nil:
                offset = Self.tagEnd(offset, in: source)
                tag = source.range(start, offset)
            default:
                contentStart = offset
                return
            }
            offset = Self.skipSpace(offset, in: source)
        }
        contentStart = max(event.start, min(offset, event.end))
    }

    /// The end of an anchor; libyaml takes letters, digits, `_` and `-` of ASCII.
    private static func nameEnd(_ offset: Int, in source: SourceText) -> Int {
        var end = offset + 1
        while let scalar = source.character(end), scalar.isASCII,
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "-"
        {
            end += 1
        }
        return end
    }

    private static func tagEnd(_ offset: Int, in source: SourceText) -> Int {
        var end = offset + 1
        // A verbatim tag, `!<...>`, may hold flow indicators.
        let isVerbatim = source.character(end) == "<"
        while let scalar = source.character(end), !scalar.isBlankOrLineEnd, isVerbatim || !scalar.isFlowIndicator { end += 1 }
        return end
    }

    private static func skipSpace(_ offset: Int, in source: SourceText) -> Int {
        var offset = offset
        while let scalar = source.character(offset) {
            if scalar == "#" {
                while let scalar = source.character(offset), !scalar.isLineEnd { offset += 1 }
            } else if scalar.isBlankOrLineEnd {
                offset += 1
            } else {
                break
            }
        }
        return offset
    }
}

extension SourceText {
    /// The end of a block scalar's last line that is not empty; libyaml gives the start of the next token.
    func endOfBlock(_ start: Int, _ end: Int) -> Int {
        let limit = min(end, scalars.count)
        var end = limit
        while end > start + 1, scalars[end - 1].isBlankOrLineEnd { end -= 1 }
        while end < limit, scalars[end].isBlank { end += 1 }
        return max(start, end)
    }
}
