/// Reads a pattern (the RE2 syntax) into a tree.
struct PatternParser {
    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
        var isUngreedy = false
    }

    let scalars: [Unicode.Scalar]
    var position = 0
    var flags = Flags()
    private(set) var groupNames: [String?] = []
    private var depth = 0

    static let maximumDepth = 100
    static let maximumRepetition = 1_000

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    mutating func parse() throws(RegularExpressionError) -> PatternNode {
        let node = try alternation()
        guard position == scalars.count else {
            throw RegularExpressionError("a `)` without its `(`", at: position)
        }
        return node
    }

    var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func peek(_ ahead: Int) -> Unicode.Scalar? { position + ahead < scalars.count ? scalars[position + ahead] : nil }

    mutating func take(_ text: String) -> Bool {
        var index = position
        for scalar in text.unicodeScalars {
            guard index < scalars.count, scalars[index] == scalar else { return false }
            index += 1
        }
        position = index
        return true
    }

    private mutating func alternation() throws(RegularExpressionError) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence() throws(RegularExpressionError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            if take("\\Q") {
                try quoted(into: &nodes)
                continue
            }
            let start = position
            guard let atom = try atom() else { continue }
            nodes.append(try repeated(atom, from: start))
        }
        return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    /// The characters between `\Q` and `\E`; a repetition behind them is of the last one.
    private mutating func quoted(into nodes: inout [PatternNode]) throws(RegularExpressionError) {
        let start = nodes.count
        while position < scalars.count, !take("\\E") {
            nodes.append(literal(scalars[position]))
            position += 1
        }
        guard nodes.count > start, let last = nodes.popLast() else { return }
        nodes.append(try repeated(last, from: position))
    }

    // MARK: Repetition

    private mutating func repeated(_ atom: PatternNode, from start: Int) throws(RegularExpressionError) -> PatternNode {
        guard let (minimum, maximum) = try repetition() else { return atom }
        let isLazy = take("?") != flags.isUngreedy
        let next = position
        if try repetition() != nil {
            throw RegularExpressionError(
                "two repetitions in a row, `\(String(scalars[start..<position]))`; put the inner one in brackets", at: next)
        }
        return .repetition(atom, minimum: minimum, maximum: maximum, isLazy: isLazy)
    }

    private mutating func repetition() throws(RegularExpressionError) -> (minimum: Int, maximum: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard peek == "{" else { return nil }
        let start = position
        position += 1
        guard let minimum = number() else {
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = number() }
        guard take("}") else {
            position = start
            return nil
        }
        if minimum > Self.maximumRepetition || maximum ?? 0 > Self.maximumRepetition {
            throw RegularExpressionError("at most \(Self.maximumRepetition) repetitions can be asked for", at: start)
        }
        if let maximum, maximum < minimum {
            throw RegularExpressionError("the repetition `{\(minimum),\(maximum)}` ends before it starts", at: start)
        }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        let start = position
        var value = 0
        while let scalar = peek, scalar >= "0", scalar <= "9" {
            value = min(value * 10 + Int(scalar.value - 48), 1_000_000)
            position += 1
        }
        return position > start ? value : nil
    }

    // MARK: Atoms

    /// Nil for what only sets flags.
    private mutating func atom() throws(RegularExpressionError) -> PatternNode? {
        let start = position
        guard let scalar = peek else { return nil }
        switch scalar {
        case "*", "+", "?": throw RegularExpressionError("there is nothing before `\(scalar)` that it could repeat", at: start)
        case "{" where isRepetition: throw RegularExpressionError("there is nothing before `{` that it could repeat", at: start)
        case "(": return try group()
        case "[": return .set(try bracketSet())
        case "\\": return try escape()
        default: break
        }
        position += 1
        switch scalar {
        case ".": return .any(matchesNewline: flags.dotMatchesNewline)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        default: return literal(scalar)
        }
    }

    private var isRepetition: Bool {
        var copy = self
        return (try? copy.repetition()) != nil && copy.position > position
    }

    func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        guard flags.ignoresCase, !CaseFolding.variants(of: scalar).isEmpty else { return .scalar(scalar) }
        var set = ScalarSet([scalar.value...scalar.value])
        set.ignoresCase = true
        return .set(set.prepared())
    }

    private mutating func group() throws(RegularExpressionError) -> PatternNode? {
        let start = position
        position += 1
        let outer = flags
        var number: Int?
        if take("?") {
            if take("P<") || (peek == "<" && peek(1) != "=" && peek(1) != "!" && take("<")) {
                number = try addGroup(named: try groupName(start), at: start)
            } else if try flagsOnly(start) {
                return nil
            }
        } else {
            number = try addGroup(named: nil, at: start)
        }
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw RegularExpressionError("groups are nested deeper than \(Self.maximumDepth)", at: start)
        }
        let inner = try alternation()
        depth -= 1
        guard take(")") else { throw RegularExpressionError("this `(` has no `)`", at: start) }
        flags = outer
        return number.map { .group(inner, number: $0) } ?? inner
    }

    private mutating func addGroup(named name: String?, at start: Int) throws(RegularExpressionError) -> Int {
        if let name, groupNames.contains(name) {
            throw RegularExpressionError("there are two groups named `\(name)`", at: start)
        }
        groupNames.append(name)
        return groupNames.count
    }

    private mutating func groupName(_ start: Int) throws(RegularExpressionError) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = peek, scalar != ">" {
            guard scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" else {
                break
            }
            name.append(scalar)
            position += 1
        }
        guard !name.isEmpty, take(">") else {
            throw RegularExpressionError("a group name is letters, digits and `_` between `<` and `>`", at: start)
        }
        return String(name)
    }

    /// Reads the flags behind `(?`. True when the brackets end with them: they then hold to the end of the group around.
    private mutating func flagsOnly(_ start: Int) throws(RegularExpressionError) -> Bool {
        var isOn = true
        var hasFlag = false
        while let scalar = peek {
            position += 1
            switch scalar {
            case "i": flags.ignoresCase = isOn
            case "m": flags.isMultiline = isOn
            case "s": flags.dotMatchesNewline = isOn
            case "U": flags.isUngreedy = isOn
            case "-" where isOn:
                isOn = false
                hasFlag = false
                continue
            case ":" where isOn || hasFlag: return false
            case ")" where hasFlag: return true
            case "=", "!", "<": throw RegularExpressionError("look-around (`(?\(scalar)`) is not supported", at: start)
            default:
                throw RegularExpressionError(
                    "`(?\(scalar)` is not known; there are (?:...), (?P<name>...) and the flags imsU", at: start)
            }
            hasFlag = true
        }
        throw RegularExpressionError("this `(` has no `)`", at: start)
    }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self = String(view)
    }
}
