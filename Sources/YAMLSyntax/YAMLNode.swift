import Diagnostics

/// A YAML text that was read; its root is a mapping.
public struct YAMLDocument: Sendable {
    public let file: SourceFile
    public let root: YAMLNode

    /// The root's entries.
    public var mapping: YAMLMapping {
        guard case .mapping(let mapping) = root.content else { return YAMLMapping(entries: []) }
        return mapping
    }
}

/// One scalar, list or mapping with the place where it stands.
public struct YAMLNode: Sendable {
    public enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping(YAMLMapping)
    }

    public let content: Content
    /// Where the node stands, without its anchor and tag. For a node that came in by an alias: where the alias stands.
    public let range: SourceRange
    /// Set for a node that came in by an alias: where the node was written.
    public let anchorRange: SourceRange?
    /// Whether this only stands in for a node that was refused. The mistake is reported already, so say nothing more about it.
    public let isRefused: Bool
    let source: SourceText

    init(
        _ content: Content, range: SourceRange, source: SourceText, anchorRange: SourceRange? = nil, isRefused: Bool = false
    ) {
        self.content = content
        self.range = range
        self.source = source
        self.anchorRange = anchorRange
        self.isRefused = isRefused
    }

    public var file: SourceFile { source.file }
    public var location: SourceLocation { source.location(range) }

    /// The second place of a node that came in by an alias, for a diagnostic about it; else empty.
    public var related: [Diagnostic.Related] {
        guard let anchorRange else { return [] }
        return [.init(location: source.location(anchorRange), message: "the alias stands for this value")]
    }

    public var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    public var sequence: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    public var mapping: YAMLMapping? {
        if case .mapping(let mapping) = content { mapping } else { nil }
    }

    /// The entry's value when this is a mapping that has the key.
    public subscript(key: String) -> YAMLNode? { mapping?[key] }

    /// Whether nothing was written here: an empty plain scalar, `null` or `~`. A refused node was written.
    public var isAbsent: Bool { !isRefused && scalar?.isAbsent ?? false }

    /// What a message calls this: `a list`, `a map`, `text`, `the number 5`, ...
    public var description: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a map"
        case .scalar(let scalar): scalar.kindDescription
        }
    }
}

/// The entries of a mapping in the order in which they were written; no two have the same key.
public struct YAMLMapping: Sendable {
    public let entries: [YAMLEntry]
    private let places: [String: Int]

    init(entries: [YAMLEntry]) {
        self.entries = entries
        self.places = Dictionary(
            entries.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    public var keys: [String] { entries.map(\.key) }

    public subscript(key: String) -> YAMLNode? { entry(key)?.value }

    public func entry(_ key: String) -> YAMLEntry? { places[key].map { entries[$0] } }
}

/// A key with its value.
public struct YAMLEntry: Sendable {
    /// The key as written; keys are always text.
    public let key: String
    /// Where the key was written, also when the mapping came in by an alias.
    public let keyRange: SourceRange
    public let value: YAMLNode

    public var keyLocation: SourceLocation { value.source.location(keyRange) }
}
