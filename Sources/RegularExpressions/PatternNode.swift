/// The syntax tree of a pattern.
indirect enum PatternNode: Equatable, Sendable {
    case empty
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
    /// `.`; `matchesNewline` under the flag `s`.
    case any(matchesNewline: Bool)
    case assertion(Assertion)
    case sequence([PatternNode])
    case alternation([PatternNode])
    case group(PatternNode, number: Int)
    case repetition(PatternNode, minimum: Int, maximum: Int?, isLazy: Bool)

    enum Assertion: UInt8, Sendable {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary
    }

    /// Whether it can match without taking a character.
    var isNullable: Bool {
        switch self {
        case .empty, .assertion: true
        case .scalar, .set, .any: false
        case .sequence(let nodes): nodes.allSatisfy(\.isNullable)
        case .alternation(let nodes): nodes.contains(where: \.isNullable)
        case .group(let node, _): node.isNullable
        case .repetition(let node, let minimum, _, _): minimum == 0 || node.isNullable
        }
    }
}
