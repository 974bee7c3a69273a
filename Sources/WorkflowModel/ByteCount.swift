/// A number of bytes as people write it: `500B`, `64KiB`, `500MiB`, `1.5GiB`, `2TiB`. The units are powers of 1024.
public struct ByteCount: Hashable, Sendable, CustomStringConvertible {
    public let bytes: Int

    public init(_ bytes: Int) {
        self.bytes = bytes
    }

    /// Nil for anything else, and for more than 8 EiB.
    public init?(text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let first = digits.first, first != ".", digits.last != ".", let number = Double(digits),
            let scale = Self.units.first(where: { $0.name == text[digits.endIndex...] })?.bytes,
            number * Double(scale) < Double(Int.max)
        else { return nil }
        bytes = Int(number * Double(scale))
    }

    private static let units: [(name: String, bytes: Int)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// With one digit behind the point at most: `1.5 GiB`.
    public var description: String {
        guard let unit = Self.units.first(where: { bytes >= $0.bytes }) else { return "0 B" }
        let tenths = bytes / unit.bytes * 10 + bytes % unit.bytes * 10 / unit.bytes
        return tenths % 10 == 0 ? "\(tenths / 10) \(unit.name)" : "\(tenths / 10).\(tenths % 10) \(unit.name)"
    }
}
