/// Turns the tree of a pattern into a program.
struct ProgramCompiler {
    private var program = Program()
    private let maximumSize: Int

    init(maximumSize: Int, groupNames: [String?]) {
        self.maximumSize = maximumSize
        program.groupNames = groupNames
    }

    mutating func compile(_ tree: PatternNode) throws(RegularExpressionError) -> Program {
        _ = try emit(.save, 0)
        try append(tree)
        _ = try emit(.save, 1)
        _ = try emit(.match)
        program.isAnchored = Self.startsAtTextStart(tree)
        return program
    }

    private static func startsAtTextStart(_ node: PatternNode) -> Bool {
        switch node {
        case .assertion(.textStart): true
        case .sequence(let nodes): nodes.first.map(startsAtTextStart) ?? false
        case .alternation(let nodes): nodes.allSatisfy(startsAtTextStart)
        case .group(let inner, _): startsAtTextStart(inner)
        default: false
        }
    }

    private var next: Int32 { Int32(program.instructions.count) }

    private mutating func emit(
        _ operation: Program.Instruction.Operation, _ x: Int32 = 0, _ y: Int32 = 0
    ) throws(RegularExpressionError) -> Int {
        guard program.instructions.count < maximumSize else {
            throw RegularExpressionError(
                "the pattern is too large: its repetitions unfold to more than \(maximumSize) steps", at: 0)
        }
        program.instructions.append(.init(operation: operation, x: x, y: y))
        return program.instructions.count - 1
    }

    private mutating func append(_ node: PatternNode) throws(RegularExpressionError) {
        switch node {
        case .empty: break
        case .scalar(let scalar): _ = try emit(.scalar, Int32(scalar.value))
        case .set(let set):
            let index = program.sets.firstIndex(of: set) ?? program.sets.count
            if index == program.sets.count { program.sets.append(set) }
            _ = try emit(.set, Int32(index))
        case .any(let matchesNewline): _ = try emit(matchesNewline ? .any : .anyButNewline)
        case .assertion(let assertion): _ = try emit(.assertion, Int32(assertion.rawValue))
        case .sequence(let nodes): for node in nodes { try append(node) }
        case .alternation(let nodes): try alternation(nodes)
        case .group(let inner, let number):
            _ = try emit(.save, Int32(number * 2))
            try append(inner)
            _ = try emit(.save, Int32(number * 2 + 1))
        case .repetition(let inner, let minimum, let maximum, let isLazy):
            try repetition(inner, minimum, maximum, isLazy)
        }
    }

    private mutating func alternation(_ nodes: [PatternNode]) throws(RegularExpressionError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try append(node)
                break
            }
            let split = try emit(.split)
            program.instructions[split].x = next
            try append(node)
            jumps.append(try emit(.jump))
            program.instructions[split].y = next
        }
        for jump in jumps { program.instructions[jump].x = next }
    }

    private mutating func repetition(
        _ node: PatternNode, _ minimum: Int, _ maximum: Int?, _ isLazy: Bool
    ) throws(RegularExpressionError) {
        if let maximum {
            for _ in 0..<minimum { try append(node) }
            var splits: [Int] = []
            for _ in minimum..<maximum {
                splits.append(try emit(.split))
                setBody(splits[splits.count - 1], next, isLazy)
                try append(node)
            }
            for split in splits { setExit(split, next, isLazy) }
        } else if minimum > 1 {
            for _ in 1..<minimum { try append(node) }
            try plus(node, isLazy)
        } else if minimum == 1 {
            try plus(node, isLazy)
        } else if node.isNullable {
            // (|a)* has to prefer what (|a)+ prefers.
            let split = try emit(.split)
            setBody(split, next, isLazy)
            try plus(node, isLazy)
            setExit(split, next, isLazy)
        } else {
            let split = try emit(.split)
            setBody(split, next, isLazy)
            try append(node)
            _ = try emit(.jump, Int32(split))
            setExit(split, next, isLazy)
        }
    }

    private mutating func plus(_ node: PatternNode, _ isLazy: Bool) throws(RegularExpressionError) {
        let start = next
        try append(node)
        let split = try emit(.split)
        setBody(split, start, isLazy)
        setExit(split, next, isLazy)
    }

    private mutating func setBody(_ split: Int, _ target: Int32, _ isLazy: Bool) {
        if isLazy { program.instructions[split].y = target } else { program.instructions[split].x = target }
    }

    private mutating func setExit(_ split: Int, _ target: Int32, _ isLazy: Bool) {
        if isLazy { program.instructions[split].x = target } else { program.instructions[split].y = target }
    }
}
