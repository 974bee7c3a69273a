import Diagnostics

/// Builds the tree from libyaml's events, checks the rules of the dialect on the way, and collects what is wrong.
///
/// It holds its own stack, so that no input can exhaust the machine's.
struct Composer {
    /// A list or mapping that is still open.
    struct Frame {
        let isMapping: Bool
        let isFlow: Bool
        let properties: NodeProperties
        let anchor: String?
        let isKey: Bool
        var elements: [YAMLNode] = []
        var entries: [YAMLEntry] = []
        var firstPlaces: [String: SourceRange] = [:]
        /// Whether this was meant as an expression, `{{ x }}`, and has been refused.
        var isDoubleBraces = false
        /// The key whose value comes next.
        var key: PendingKey?
        /// The size of what is inside, for the budget of aliases.
        var size = TreeSize()
    }

    enum PendingKey {
        case named(String, SourceRange)
        /// The key was refused; its value is read and dropped.
        case refused
    }

    /// What a tree costs when an alias repeats it.
    struct TreeSize {
        var nodes = 1
        var bytes = 0
        /// Levels of lists and mappings.
        var height = 0
    }

    struct Anchor {
        let node: YAMLNode
        let size: TreeSize
    }

    let source: SourceText
    let limits: YAMLLimits
    let noun: String
    var diagnostics: [Diagnostic] = []
    var frames: [Frame] = []
    var anchors: [String: Anchor] = [:]
    /// Where each anchor's name was written.
    var anchorPlaces: [String: SourceRange] = [:]
    var nodeCount = 0
    var aliasCount = 0
    var repeatedBytes = 0
    private var findings: [Severity: Int] = [:]
    private var root: YAMLNode?
    private var documentStart: Int?
    private var isStopped = false

    init(source: SourceText, limits: YAMLLimits, noun: String) {
        self.source = source
        self.limits = limits
        self.noun = noun
    }

    /// Takes an event; false means that nothing more is wanted.
    mutating func visit(_ event: YAMLEvent) -> Bool {
        switch event.kind {
        case .documentStart(let hasTagDirectives): startDocument(event, hasTagDirectives: hasTagDirectives)
        case .documentEnd: break
        case .alias(let name): addAlias(name, event)
        case .scalar(let text, let style): addScalar(text, style, event)
        case .sequenceStart(let isFlow): open(event, isMapping: false, isFlow: isFlow)
        case .mappingStart(let isFlow): open(event, isMapping: true, isFlow: isFlow)
        case .sequenceEnd, .mappingEnd: close(event)
        }
        return !isStopped
    }

    /// The root after the last event, or nil with a diagnostic.
    mutating func finish() -> YAMLNode? {
        guard let root else {
            if !diagnostics.hasErrors { reportEmpty() }
            return nil
        }
        if case .mapping = root.content { return root }
        guard !root.isRefused else { return nil }
        if root.isAbsent {
            reportEmpty()
        } else {
            report(
                .rootNotMapping, "the file holds \(root.description) where a map was expected", root.range,
                label: "a \(noun) is a map of `key: value` lines")
        }
        return nil
    }

    mutating func stop() {
        isStopped = true
        root = nil
    }

    mutating func report(
        _ code: YAMLCode, severity: Severity = .error, _ message: String, _ range: SourceRange, label: String? = nil,
        related: [Diagnostic.Related] = [], help: [String] = []
    ) {
        findings[severity, default: 0] += 1
        guard findings[severity, default: 0] <= limits.findings else { return }
        diagnostics.append(
            Diagnostic(
                code, severity: severity, message, at: source.location(range), label: label, related: related, help: help))
    }

    func related(_ range: SourceRange, _ message: String) -> Diagnostic.Related {
        Diagnostic.Related(location: source.location(range), message: message)
    }

    // MARK: Documents

    private mutating func reportEmpty() {
        report(.emptyFile, "the file is empty", .empty, label: "a \(noun) is a map of `key: value` lines")
    }

    private mutating func startDocument(_ event: YAMLEvent, hasTagDirectives: Bool) {
        if let documentStart {
            report(
                .severalDocuments, "a second document starts here", source.range(event.start, max(event.end, event.start + 1)),
                label: "one \(noun) per file", related: [related(source.range(documentStart, documentStart + 1), "the first one")]
            )
            isStopped = true
            return
        }
        documentStart = event.start
        guard hasTagDirectives else { return }
        let line = source.file.lines.firstIndex { $0.hasPrefix("%TAG") } ?? 0
        let start = source.lineStart(line + 1)
        report(
            .directive, "`%TAG` is not supported", source.range(start, start + source.file.lines[line].unicodeScalars.count),
            label: "delete this line")
    }

    // MARK: Nodes

    /// Counts a node against the limit. False after the limit.
    mutating func count(_ nodes: Int, at range: SourceRange) -> Bool {
        nodeCount += nodes
        guard nodeCount > limits.nodes else { return true }
        report(.tooManyNodes, "the file has more than \(limits.nodes) values", range, label: "the limit is reached here")
        stop()
        return false
    }

    private mutating func addScalar(_ text: String, _ style: YAMLScalar.Style, _ event: YAMLEvent) {
        let properties = NodeProperties(event, in: source)
        let end = style == .literal || style == .folded ? source.endOfBlock(properties.contentStart, event.end) : event.end
        let range = source.range(properties.contentStart, end)
        guard count(1, at: range) else { return }
        declare(event.anchor, at: properties)
        if expectsKey {
            addKey(text, style, event, properties, range)
            return
        }
        if text.utf8.count > limits.scalarBytes {
            report(
                .tooLong, "this text has \(text.utf8.count) bytes; at most \(limits.scalarBytes) are read", range,
                label: "put it into a file of its own")
            add(refused(range), size: TreeSize())
            return
        }
        let tag = scalarTag(text, style, event, properties)
        var scalar = YAMLScalar(text: text, style: style, tag: tag.tag, range: range, source: source)
        var isRefused = false
        if let refusedText = tag.refusedText {
            scalar = YAMLScalar(text: refusedText, style: .plain, tag: nil, range: range, source: source)
            isRefused = true
        } else {
            isRefused = !accepts(scalar)
        }
        let node = YAMLNode(.scalar(scalar), range: range, source: source, isRefused: isRefused)
        let size = TreeSize(nodes: 1, bytes: text.utf8.count, height: 0)
        if let anchor = event.anchor { anchors[anchor] = Anchor(node: node, size: size) }
        add(node, size: size)
    }

    private mutating func open(_ event: YAMLEvent, isMapping: Bool, isFlow: Bool) {
        let properties = NodeProperties(event, in: source)
        let place = source.range(properties.contentStart, properties.contentStart + 1)
        guard count(1, at: place) else { return }
        guard frames.count < limits.depth else {
            report(.tooDeep, "values are nested deeper than \(limits.depth) levels", place, label: "the limit is reached here")
            stop()
            return
        }
        declare(event.anchor, at: properties)
        checkCollectionTag(event, properties, isMapping: isMapping)
        frames.append(
            Frame(isMapping: isMapping, isFlow: isFlow, properties: properties, anchor: event.anchor, isKey: expectsKey))
    }

    private mutating func close(_ event: YAMLEvent) {
        guard let frame = frames.popLast() else { return }
        let start = frame.properties.contentStart
        let range =
            frame.isFlow
            ? source.range(start, event.end) : SourceRange(start: source.position(start), end: frame.lastEnd(in: source))
        let content: YAMLNode.Content =
            frame.isMapping ? .mapping(YAMLMapping(entries: frame.entries)) : .sequence(frame.elements)
        var size = frame.size
        size.height += 1
        let node = frame.isDoubleBraces ? refused(range) : YAMLNode(content, range: range, source: source)
        if frame.isKey {
            refuseCollectionKey(frame, range)
            return
        }
        if let anchor = frame.anchor { anchors[anchor] = Anchor(node: node, size: size) }
        add(node, size: size)
    }

    var expectsKey: Bool {
        guard let frame = frames.last else { return false }
        return frame.isMapping && frame.key == nil
    }

    func refused(_ range: SourceRange) -> YAMLNode {
        let scalar = YAMLScalar(text: "", style: .plain, tag: nil, range: range, source: source)
        return YAMLNode(.scalar(scalar), range: range, source: source, isRefused: true)
    }

    /// Puts a finished node into the list or mapping that is open.
    mutating func add(_ node: YAMLNode, size: TreeSize) {
        guard let last = frames.indices.last else {
            root = node
            return
        }
        frames[last].size.nodes += size.nodes
        frames[last].size.bytes += size.bytes
        frames[last].size.height = max(frames[last].size.height, size.height)
        guard frames[last].isMapping else {
            frames[last].elements.append(node)
            return
        }
        if case .named(let key, let range) = frames[last].key {
            frames[last].size.nodes += 1
            frames[last].size.bytes += key.utf8.count
            frames[last].entries.append(YAMLEntry(key: key, keyRange: range, value: node))
        }
        frames[last].key = nil
    }
}

extension Composer.Frame {
    /// Where a block list or mapping ends: after its last value, or after the last key when that has none.
    fileprivate func lastEnd(in source: SourceText) -> SourcePosition {
        let start = source.position(properties.contentStart)
        guard isMapping else { return elements.last?.range.end ?? start }
        guard let entry = entries.last else { return start }
        return max(entry.keyRange.end, entry.value.range.end)
    }
}
