/// Follows all ways through a program at once, one character at a time (Thompson and Pike).
///
/// At each position a way is followed once at most, so that the work is bounded by text length times program size.
struct PikeMachine {
    private let program: Program
    private let slotCount: Int
    private var current: Ways
    private var following: Ways
    private var stack: [Task] = []
    /// The slots of the match that the last search found.
    private(set) var result: [Int]
    /// How far the last search looked.
    private(set) var lastPosition = 0

    /// The ways that are alive at one position, by priority, each with its slots.
    private struct Ways {
        var instructions: [Int32]
        /// Where an instruction stands among the ways; valid only if it really stands there.
        var places: [Int32]
        var count = 0
        var slots: [Int]

        init(size: Int, slotCount: Int) {
            instructions = Array(repeating: 0, count: size)
            places = Array(repeating: 0, count: size)
            slots = Array(repeating: -1, count: size * slotCount)
        }

        @inline(__always)
        mutating func insert(_ instruction: Int32) -> Bool {
            let place = Int(places[Int(instruction)])
            if place < count, instructions[place] == instruction { return false }
            instructions[count] = instruction
            places[Int(instruction)] = Int32(count)
            count += 1
            return true
        }
    }

    private enum Task {
        case follow(Int32)
        case restore(slot: Int, Int)
    }

    /// What assertions ask about a position.
    private struct Surroundings {
        var isStart: Bool
        var isEnd: Bool
        var afterNewline: Bool
        var beforeNewline: Bool
        var isWordBoundary: Bool

        func holds(_ assertion: Int32) -> Bool {
            switch PatternNode.Assertion(rawValue: UInt8(assertion)) {
            case .textStart: isStart
            case .textEnd: isEnd
            case .lineStart: isStart || afterNewline
            case .lineEnd: isEnd || beforeNewline
            case .wordBoundary: isWordBoundary
            case .notWordBoundary: !isWordBoundary
            case nil: preconditionFailure("the compiler emits known assertions only")
            }
        }
    }

    /// With no slots, only whether there is a match is found out.
    init(_ program: Program, slotCount: Int) {
        self.program = program
        self.slotCount = slotCount
        current = Ways(size: program.instructions.count, slotCount: slotCount)
        following = Ways(size: program.instructions.count, slotCount: slotCount)
        result = Array(repeating: -1, count: slotCount)
    }

    /// Looks for the leftmost match that starts at a byte or later. The bytes are UTF-8.
    mutating func search(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        var position = start
        var hasMatch = false
        var slots = Array(repeating: -1, count: slotCount)
        current.count = 0
        while true {
            let (scalar, width) = Self.scalar(bytes, position)
            if current.count == 0, hasMatch || (program.isAnchored && position > 0) { break }
            if !hasMatch, !program.isAnchored || position == 0 {
                for index in slots.indices { slots[index] = -1 }
                follow(0, position, surroundings(bytes, position), &slots, into: true)
            }
            let next = position + width
            var nextSurroundings: Surroundings?
            following.count = 0
            var index = 0
            ways: while index < current.count {
                let way = Int(current.instructions[index])
                let instruction = program.instructions[way]
                let takes: Bool
                switch instruction.operation {
                case .scalar: takes = scalar == UInt32(bitPattern: instruction.x)
                case .set: takes = scalar != Self.noScalar && program.sets[Int(instruction.x)].contains(scalar)
                case .any: takes = scalar != Self.noScalar
                case .anyButNewline: takes = scalar != Self.noScalar && scalar != 0x0A
                case .match:
                    if slotCount == 0 {
                        lastPosition = position
                        return true
                    }
                    for slot in 0..<slotCount { result[slot] = current.slots[index * slotCount + slot] }
                    hasMatch = true
                    break ways
                default: takes = false
                }
                if takes {
                    for slot in 0..<slotCount { slots[slot] = current.slots[index * slotCount + slot] }
                    if nextSurroundings == nil { nextSurroundings = surroundings(bytes, next) }
                    follow(Int32(way + 1), next, nextSurroundings!, &slots, into: false)
                }
                index += 1
            }
            swap(&current, &following)
            if scalar == Self.noScalar { break }
            position = next
        }
        lastPosition = min(position, bytes.count)
        return hasMatch
    }

    /// Adds all ways that can be reached from an instruction without taking a character.
    private mutating func follow(
        _ instruction: Int32, _ position: Int, _ surroundings: Surroundings, _ slots: inout [Int], into isCurrent: Bool
    ) {
        stack.append(.follow(instruction))
        while let task = stack.popLast() {
            switch task {
            case .restore(let slot, let value): slots[slot] = value
            case .follow(var way):
                followed: while true {
                    let isNew = isCurrent ? current.insert(way) : following.insert(way)
                    guard isNew else { break followed }
                    let instruction = program.instructions[Int(way)]
                    switch instruction.operation {
                    case .jump: way = instruction.x
                    case .split:
                        stack.append(.follow(instruction.y))
                        way = instruction.x
                    case .save:
                        let slot = Int(instruction.x)
                        if slot < slotCount {
                            stack.append(.restore(slot: slot, slots[slot]))
                            slots[slot] = position
                        }
                        way += 1
                    case .assertion:
                        guard surroundings.holds(instruction.x) else { break followed }
                        way += 1
                    default:
                        if slotCount > 0 {
                            let place = (isCurrent ? current.count : following.count) - 1
                            for slot in 0..<slotCount {
                                if isCurrent {
                                    current.slots[place * slotCount + slot] = slots[slot]
                                } else {
                                    following.slots[place * slotCount + slot] = slots[slot]
                                }
                            }
                        }
                        break followed
                    }
                }
            }
        }
    }

    // MARK: Text

    private static let noScalar: UInt32 = .max

    /// The scalar at a position and its length; no scalar at the end. The bytes are known to be valid.
    @inline(__always)
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> (value: UInt32, width: Int) {
        guard position < bytes.count else { return (noScalar, 1) }
        let first = UInt32(bytes[position])
        if first < 0x80 { return (first, 1) }
        func continuation(_ index: Int) -> UInt32 {
            position + index < bytes.count ? UInt32(bytes[position + index] & 0x3F) : 0
        }
        if first < 0xE0 { return ((first & 0x1F) << 6 | continuation(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | continuation(1) << 6 | continuation(2), 3) }
        return ((first & 0x07) << 18 | continuation(1) << 12 | continuation(2) << 6 | continuation(3), 4)
    }

    private func surroundings(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Surroundings {
        let before: UInt8? = position > 0 && position <= bytes.count ? bytes[position - 1] : nil
        let after: UInt8? = position < bytes.count ? bytes[position] : nil
        return Surroundings(
            isStart: position == 0, isEnd: after == nil, afterNewline: before == 0x0A, beforeNewline: after == 0x0A,
            isWordBoundary: Self.isWord(before) != Self.isWord(after))
    }

    private static func isWord(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}
