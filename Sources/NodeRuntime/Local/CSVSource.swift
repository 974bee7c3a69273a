import RunEngine
import WorkflowModel

/// The bytes of a CSV file in pieces, as UTF-8 or in a single-byte encoding, with what its beginning tells about it.
struct CSVSource {
    private static let piece = 1 << 16

    let encoding: TextEncoding
    /// From a first line such as `sep=;`, which Excel writes.
    let announcedSeparator: UInt8?
    private let file: OpenFile
    private var pending: [UInt8]
    private var transcoder = UTF16Transcoder()

    /// - Parameter encoding: nil: what the file begins with decides. Without a mark, what is no UTF-8 is taken for Turkish Windows.
    init(_ file: OpenFile, encoding: TextEncoding?) throws(NodeFailure) {
        self.file = file
        var first = try Self.read(file)
        let isWide = first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF])
        self.encoding = encoding ?? (isWide ? .utf16 : Self.isUTF8(first) ? .utf8 : .windows1254)
        if self.encoding == .utf16 { first = try Self.transcode(first, &transcoder) }
        if self.encoding != .windows1254, self.encoding != .iso88599, first.starts(with: TextEncoding.utf8Mark) {
            first.removeFirst(3)
        }
        announcedSeparator = first.starts(with: Array("sep=".utf8)) && first.count > 5 && first[5] < 0x20 ? first[4] : nil
        if announcedSeparator != nil {
            first.removeFirst(first.prefix(7).elementsEqual(Array(first.prefix(5)) + [0x0D, 0x0A]) ? 7 : 6)
        }
        pending = first
    }

    /// The separator that the first line has most of, outside of quotes.
    var likelySeparator: UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        // Blank lines in front do not count.
        for byte in pending.drop(while: { $0 == 0x0A || $0 == 0x0D }) {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if byte == 0x2C || byte == 0x3B || byte == 0x09 { counts[byte, default: 0] += 1 }
        }
        // A file of one column has none; then it does not matter.
        return [0x2C, 0x3B, 0x09].max { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0x2C
    }

    /// The next piece; empty at the end.
    mutating func next() throws(NodeFailure) -> [UInt8] {
        if !pending.isEmpty {
            defer { pending = [] }
            return pending
        }
        while true {
            let bytes = try Self.read(file)
            if bytes.isEmpty {
                guard transcoder.isComplete else { throw Self.failure("the file ends within a character") }
                return []
            }
            if encoding != .utf16 { return bytes }
            let text = try Self.transcode(bytes, &transcoder)
            if !text.isEmpty { return text }
        }
    }

    private static func read(_ file: OpenFile) throws(NodeFailure) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: piece)
        let count = try file.read(into: &buffer)
        buffer.removeLast(piece - count)
        return buffer
    }

    private static func transcode(_ bytes: [UInt8], _ transcoder: inout UTF16Transcoder) throws(NodeFailure) -> [UInt8] {
        var out: [UInt8] = []
        guard transcoder.feed(bytes, into: &out) else { throw failure("the file is no UTF-16 text") }
        return out
    }

    /// Whether the bytes are UTF-8, but for a character that was cut off at the end.
    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        for cut in 0...3 where cut <= bytes.count {
            let tail = bytes.suffix(cut)
            let isCharacterStart = cut == 0 || (tail.first.map { $0 >= 0xC0 } ?? false)
            if isCharacterStart, bytes.count == piece || cut == 0, String(validating: bytes.dropLast(cut), as: UTF8.self) != nil {
                return true
            }
        }
        return false
    }

    static func failure(_ message: String) -> NodeFailure { NodeFailure(code: "encoding", class: .input, message: message) }
}
