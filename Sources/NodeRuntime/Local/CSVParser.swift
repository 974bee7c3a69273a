import RunEngine
import WorkflowModel

/// Cuts bytes into the rows of a CSV file (RFC 4180), piece by piece. The bytes are in an encoding that contains ASCII.
struct CSVParser {
    struct Row {
        /// Where it begins in the file, from 1.
        var line: Int
        var fields: [Field]

        var isBlank: Bool { fields.count == 1 && fields[0].bytes.isEmpty && !fields[0].isQuoted }
    }

    struct Field {
        var bytes: [UInt8] = []
        var isQuoted = false
    }

    /// A quote that is never closed would swallow the rest of the file.
    static let longestField = 1 << 20

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    let separator: UInt8
    private var state = State.fieldStart
    private var field = Field()
    private var row: Row
    private var line: Int
    private var quoteLine = 1
    private var lastWasReturn = false

    /// - Parameter line: the number of the first line.
    init(separator: UInt8, line: Int = 1) {
        self.separator = separator
        self.line = line
        row = Row(line: line, fields: [])
    }

    /// Hands over each row that is complete; false from it ends the work.
    mutating func feed(
        _ bytes: some Sequence<UInt8>, _ take: (Row) throws(NodeFailure) -> Bool
    ) throws(NodeFailure) -> Bool {
        for byte in bytes where try !step(byte, take) { return false }
        return true
    }

    /// The last row may have no line end.
    mutating func finish(_ take: (Row) throws(NodeFailure) -> Bool) throws(NodeFailure) {
        if state == .quoted { throw Self.failure("a quote that begins on line \(quoteLine) is never closed") }
        if state != .fieldStart || !row.fields.isEmpty { _ = try endRow(take) }
    }

    private mutating func step(_ byte: UInt8, _ take: (Row) throws(NodeFailure) -> Bool) throws(NodeFailure) -> Bool {
        let follows = lastWasReturn
        lastWasReturn = byte == 0x0D
        if state == .quoted {
            if byte == 0x22 {
                state = .quoteInQuoted
            } else {
                if byte == 0x0A && !follows || byte == 0x0D { line += 1 }
                try append(byte)
            }
            return true
        }
        switch byte {
        case separator:
            endField()
        case 0x0A where follows:
            // The second half of a line end.
            break
        case 0x0A, 0x0D:
            line += 1
            return try endRow(take)
        case 0x22 where state == .quoteInQuoted:
            state = .quoted
            try append(byte)
        case 0x22 where state == .fieldStart:
            state = .quoted
            field.isQuoted = true
            quoteLine = line
        default:
            if state == .quoteInQuoted {
                throw Self.failure("line \(line) has text behind a closing quote; a quote within a field is written twice")
            }
            state = .plain
            try append(byte)
        }
        return true
    }

    private mutating func append(_ byte: UInt8) throws(NodeFailure) {
        guard field.bytes.count < Self.longestField else {
            throw Self.failure(
                state == .quoted
                    ? "a quote that begins on line \(quoteLine) is not closed within 1 MiB"
                    : "line \(line) has a field of over 1 MiB")
        }
        field.bytes.append(byte)
    }

    private mutating func endField() {
        row.fields.append(field)
        field = Field()
        state = .fieldStart
    }

    private mutating func endRow(_ take: (Row) throws(NodeFailure) -> Bool) throws(NodeFailure) -> Bool {
        endField()
        let done = row
        row = Row(line: line, fields: [])
        return done.isBlank ? true : try take(done)
    }

    static func failure(_ message: String) -> NodeFailure { NodeFailure(code: "csv", class: .input, message: message) }
}
