import Diagnostics

extension Composer {
    /// Notes an anchor where it is written, before its node is complete.
    mutating func declare(_ name: String?, at properties: NodeProperties) {
        guard let name else { return }
        let range = properties.anchor ?? source.range(properties.contentStart, properties.contentStart)
        if let first = anchorPlaces[name] {
            report(
                .duplicateAnchor, "the anchor \(quoted("&" + name)) is here twice", range, label: "give it another name",
                related: [related(first, "the first one")])
        } else {
            anchorPlaces[name] = range
        }
    }

    /// Expands an alias, after its cost has been counted.
    mutating func addAlias(_ name: String, _ event: YAMLEvent) {
        let range = source.range(event.start, event.end)
        if expectsKey, let last = frames.indices.last {
            report(.refusedKey, "this key is an alias", range, label: "write the key itself")
            frames[last].key = .refused
            return
        }
        aliasCount += 1
        guard aliasCount <= limits.aliases else {
            report(.tooManyAliases, "the file has more than \(limits.aliases) aliases", range, label: "the limit is reached here")
            stop()
            return
        }
        guard let anchor = anchors[name], !frames.contains(where: { $0.anchor == name }) else {
            reportMissing(name, range)
            if count(1, at: range) { add(refused(range), size: TreeSize()) }
            return
        }
        guard count(anchor.size.nodes, at: range) else { return }
        guard frames.count + anchor.size.height <= limits.depth else {
            report(
                .tooDeep, "with this alias values are nested deeper than \(limits.depth) levels", range,
                related: [related(anchor.node.range, "the alias stands for this value")])
            stop()
            return
        }
        repeatedBytes += anchor.size.bytes
        guard repeatedBytes <= limits.repeatedBytes else {
            report(
                .tooManyAliases, "aliases repeat more than \(limits.repeatedBytes) bytes of text", range,
                label: "the limit is reached here", related: [related(anchor.node.range, "the alias stands for this value")])
            stop()
            return
        }
        add(expanded(anchor.node, at: range), size: anchor.size)
    }

    private mutating func reportMissing(_ name: String, _ range: SourceRange) {
        if let open = frames.first(where: { $0.anchor == name }) {
            let place = anchorPlaces[name] ?? source.range(open.properties.contentStart, open.properties.contentStart + 1)
            report(
                .recursiveAlias, "the value of \(quoted("&" + name)) contains itself", range,
                related: [related(place, "the anchor is here")])
            return
        }
        // With more names than people write, comparing them all would only cost time.
        let near = anchors.count > 200 ? nil : closestMatch(to: name, in: anchors.keys)
        report(
            .unknownAnchor, "no anchor \(quoted("&" + name)) stands before this alias", range,
            label: near.map { "did you mean \(quoted("*" + $0))?" },
            help: near == nil ? ["a value that is to start with `*` must be quoted"] : [])
    }

    /// The anchor's tree with the alias as its place. The budget bounds the work.
    private func expanded(_ node: YAMLNode, at range: SourceRange) -> YAMLNode {
        let content: YAMLNode.Content
        switch node.content {
        case .scalar(let scalar): content = .scalar(scalar)
        case .sequence(let elements): content = .sequence(elements.map { expanded($0, at: range) })
        case .mapping(let mapping):
            content = .mapping(
                YAMLMapping(
                    entries: mapping.entries.map {
                        YAMLEntry(key: $0.key, keyRange: $0.keyRange, value: expanded($0.value, at: range))
                    }))
        }
        return YAMLNode(
            content, range: range, source: source, anchorRange: node.anchorRange ?? node.range, isRefused: node.isRefused)
    }
}
