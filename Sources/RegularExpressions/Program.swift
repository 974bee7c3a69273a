/// A pattern as instructions for a machine that follows all ways at once.
struct Program: Sendable {
    struct Instruction: Sendable {
        enum Operation: UInt8, Sendable {
            /// Takes the scalar `x`.
            case scalar
            /// Takes a scalar of set `x`.
            case set
            /// Takes any scalar.
            case any
            /// Takes any scalar but a line feed.
            case anyButNewline
            /// Goes on at `x`, and with less priority at `y`.
            case split
            /// Goes on at `x`.
            case jump
            /// Notes the position in slot `x`.
            case save
            /// Goes on if assertion `x` holds.
            case assertion
            case match
        }

        let operation: Operation
        var x: Int32 = 0
        var y: Int32 = 0
    }

    var instructions: [Instruction] = []
    var sets: [ScalarSet] = []
    var groupNames: [String?] = []
    var groupCount: Int { groupNames.count }
    /// Whether a match can only start at the start of the text.
    var isAnchored = false
}
