import Diagnostics

extension Composer {
    /// Takes a scalar in the place of a key.
    mutating func addKey(
        _ text: String, _ style: YAMLScalar.Style, _ event: YAMLEvent, _ properties: NodeProperties, _ range: SourceRange
    ) {
        guard let last = frames.indices.last else { return }
        if let problem = keyProblem(text, style, event) {
            report(problem.code, problem.message, range, label: problem.label, help: problem.help)
            frames[last].key = .refused
        } else if let first = frames[last].firstPlaces[text] {
            report(
                .duplicateKey, "the key \(quoted(text)) is here twice", range, label: "delete one of the two",
                related: [related(first, "the first one")])
            frames[last].key = .refused
        } else {
            frames[last].firstPlaces[text] = range
            frames[last].key = .named(text, range)
        }
        if let anchor = event.anchor {
            let scalar = YAMLScalar(text: text, style: style, tag: nil, range: range, source: source)
            let node = YAMLNode(.scalar(scalar), range: range, source: source)
            anchors[anchor] = Anchor(node: node, size: TreeSize(nodes: 1, bytes: text.utf8.count, height: 0))
        }
    }

    private func keyProblem(
        _ text: String, _ style: YAMLScalar.Style, _ event: YAMLEvent
    ) -> (code: YAMLCode, message: String, label: String?, help: [String])? {
        if let tag = event.tag, YAMLTag(uri: tag) != .string {
            return (
                .refusedTag, "the tag \(quoted(shortTag(tag))) stands before a key", "a key is always text; delete the tag", []
            )
        }
        if style == .plain, text == "<<" {
            return (.mergeKey, "merge keys are not supported", "repeat the keys or use `defaults`", [])
        }
        if style == .literal || style == .folded {
            return (.refusedKey, "this key is a block of text", "write the key on one line", [])
        }
        if text.isEmpty || (style == .plain && text == "~") {
            return (.refusedKey, "this key is empty", "write a name before the `:`", [])
        }
        let count = text.unicodeScalars.count
        if count > limits.keyCharacters {
            return (.tooLong, "this key has \(count) characters; at most \(limits.keyCharacters) are read", nil, [])
        }
        return nil
    }

    /// A list or mapping stood where a key belongs.
    mutating func refuseCollectionKey(_ frame: Frame, _ range: SourceRange) {
        guard let last = frames.indices.last else { return }
        frames[last].key = .refused
        let outer = frames[last]
        let isBraces = frame.isMapping && frame.isFlow && outer.isFlow && outer.entries.isEmpty
        if isBraces, source.character(range.start.offset - 1) == "{" {
            let end = range.end.offset + (source.character(range.end.offset) == "}" ? 1 : 0)
            let inside = String(source.slice(range.start.offset + 1, range.end.offset - 1))
            let word = inside.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }).joined(separator: " ")
            report(
                .doubleBraces, "`{{ }}` means a map in a map here", source.range(range.start.offset - 1, end),
                label: "write \(quoted("${{ \(word) }}"))",
                help: ["put quotes around the whole value if it contains `: ` or ` #`"])
            frames[last].isDoubleBraces = true
            return
        }
        report(
            .refusedKey, "this key is \(frame.isMapping ? "a map" : "a list")", range,
            label: "a key is text; put it in quotes if it looks like something else")
    }
}
