/// A compiled regular expression in the syntax of RE2. Searching takes time linear in the text, whatever the pattern.
///
/// There are no back-references and no look-around: those are what makes other engines slow on purpose-built input.
public struct RegularExpression: Sendable {
    public let pattern: String
    /// Named and unnamed groups, not counting the whole match.
    public var groupCount: Int { program.groupCount }
    /// The names of groups, by group from 1; nil for a group without name.
    public var groupNames: [String?] { program.groupNames }
    /// Steps of the compiled program: a measure of what each character of a text costs.
    public var programSize: Int { program.instructions.count }

    let program: Program

    /// Compiles a pattern.
    ///
    /// `maximumProgramSize` bounds what repetitions such as `(a{100}){100}` unfold to.
    public init(_ pattern: String, maximumProgramSize: Int = 5_000) throws(RegularExpressionError) {
        self.pattern = pattern
        var parser = PatternParser(pattern)
        let tree = try parser.parse()
        var compiler = ProgramCompiler(maximumSize: maximumProgramSize, groupNames: parser.groupNames)
        program = try compiler.compile(tree)
    }

    /// Whether the pattern matches anywhere in the text.
    public func isMatch(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var machine = PikeMachine(program, slotCount: 0)
            return machine.search(bytes, from: 0)
        }
    }

    /// The leftmost match, the first alternative that fits winning.
    public func firstMatch(in text: String) -> Match? {
        var matches = matches(in: text)
        return matches.next()
    }

    /// The matches from left to right, without overlaps, found one at a time.
    public func matches(in text: String) -> MatchSequence {
        MatchSequence(program, Array(text.utf8))
    }
}

extension RegularExpression {
    /// One match. Places are UTF-8 offsets.
    public struct Match: Sendable {
        let bytes: [UInt8]
        let slots: [Int]

        /// Where the whole match stands.
        public var range: Range<Int> { slots[0]..<slots[1] }

        /// Where a group matched, 0 being the whole; nil when it took no part.
        public func range(of group: Int) -> Range<Int>? {
            guard slots[group * 2] >= 0, slots[group * 2 + 1] >= 0 else { return nil }
            return slots[group * 2]..<slots[group * 2 + 1]
        }

        /// The text of a group, 0 being the whole; nil when it took no part.
        public func text(of group: Int = 0) -> String? {
            range(of: group).map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }

    /// The matches of a text, found when they are asked for.
    public struct MatchSequence: Sequence, IteratorProtocol, Sendable {
        private let program: Program
        private let bytes: [UInt8]
        private var position = 0
        private var previousEnd = -1
        /// Bytes looked at so far; some more than once, when a match needs a look far ahead.
        public private(set) var scannedBytes = 0

        init(_ program: Program, _ bytes: [UInt8]) {
            self.program = program
            self.bytes = bytes
        }

        /// The next match. An empty one right behind the one before is passed over.
        public mutating func next() -> Match? {
            var machine = PikeMachine(program, slotCount: (program.groupCount + 1) * 2)
            while position <= bytes.count {
                let start = position
                let found = bytes.withUnsafeBufferPointer { machine.search($0, from: start) }
                scannedBytes += machine.lastPosition - start + 1
                guard found else {
                    position = bytes.count + 1
                    return nil
                }
                let match = Match(bytes: bytes, slots: machine.result)
                let isEmpty = match.range.isEmpty
                let followsPrevious = match.range.upperBound == previousEnd
                position = match.range.upperBound
                if isEmpty { position += width(at: position) }
                if isEmpty, followsPrevious { continue }
                previousEnd = match.range.upperBound
                return match
            }
            return nil
        }

        private func width(at position: Int) -> Int {
            guard position < bytes.count else { return 1 }
            switch bytes[position] {
            case ..<0x80: return 1
            case ..<0xE0: return 2
            case ..<0xF0: return 3
            default: return 4
            }
        }
    }
}
