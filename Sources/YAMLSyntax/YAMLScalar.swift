import Diagnostics

/// The tags that a file may use. Any other is refused.
public enum YAMLTag: String, Sendable, CaseIterable {
    case string = "str"
    case integer = "int"
    case float
    case boolean = "bool"
    case null
    case mapping = "map"
    case sequence = "seq"

    static let prefix = "tag:yaml.org,2002:"

    init?(uri: String) {
        guard uri.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(uri.dropFirst(Self.prefix.count)))
    }
}

/// A text as it was written; what type it has is decided by whoever reads it.
public struct YAMLScalar: Sendable {
    public enum Style: Sendable, Hashable, CaseIterable {
        case plain
        case singleQuoted
        case doubleQuoted
        /// `|`
        case literal
        /// `>`
        case folded
    }

    /// The content, with escapes and line folding resolved.
    public let text: String
    public let style: Style
    public let tag: YAMLTag?
    /// Where the text stands, with its quotes or block header; for an aliased scalar, where it was written.
    public let range: SourceRange
    let source: SourceText

    public var location: SourceLocation { source.location(range) }

    /// An empty plain scalar, `null` or `~`; a tag `!!str` makes it text.
    public var isAbsent: Bool {
        switch tag {
        case .string: false
        case .null: true
        default: style == .plain && CoreScalar.isNull(text)
        }
    }

    /// Whether the text can only be text: quoted, a block, or tagged `!!str`.
    public var isExplicitText: Bool {
        switch tag {
        case nil: style != .plain
        case .string: true
        default: false
        }
    }

    /// The text of a field that means one line: a block scalar loses its final line ends.
    public var lineText: String {
        guard style == .literal || style == .folded else { return text }
        var scalars = text.unicodeScalars
        while let last = scalars.last, last.isLineEnd { scalars.removeLast() }
        return String(scalars)
    }

    var kindDescription: String {
        if isExplicitText { return "the text \(quoted(text))" }
        if isAbsent { return "nothing" }
        switch CoreScalar(text) {
        case .null: return "nothing"
        case .bool: return "the boolean \(quoted(text))"
        case .int, .double: return "the number \(quoted(text))"
        default: return "the text \(quoted(text))"
        }
    }
}
