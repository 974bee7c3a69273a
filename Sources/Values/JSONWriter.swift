/// Writes values as JSON (RFC 8259), UTF-8, members in their order.
///
/// A double that is whole keeps its fraction (`1.0`), so that reading gives the same value again; from 2^63 to 2^64, where an
/// integer could only have come as a double, it is written without one.
public struct JSONWriter: Sendable {
    public enum Layout: Sendable {
        case compact
        /// Two spaces a level, one member a line.
        case indented
    }

    public var layout: Layout

    public init(layout: Layout = .compact) {
        self.layout = layout
    }

    public func write(_ value: Value) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(256)
        append(value, to: &out)
        return out
    }

    /// Appends the value to bytes that are being gathered.
    public func append(_ value: Value, to out: inout [UInt8]) {
        append(value, to: &out, level: 0)
    }

    private func append(_ value: Value, to out: inout [UInt8], level: Int) {
        switch value {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
        case .int(let number): appendInteger(number, to: &out)
        case .double(let number): out.append(contentsOf: Self.text(number).utf8)
        case .string(let text): Self.appendString(text, to: &out)
        case .list(let elements):
            guard !elements.isEmpty else { return out.append(contentsOf: "[]".utf8) }
            out.append(UInt8(ascii: "["))
            var first = true
            for element in elements {
                separate(&out, first: &first, level: level + 1)
                append(element, to: &out, level: level + 1)
            }
            lineEnd(&out, level: level)
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            guard !members.isEmpty else { return out.append(contentsOf: "{}".utf8) }
            out.append(UInt8(ascii: "{"))
            var first = true
            for (key, element) in members {
                separate(&out, first: &first, level: level + 1)
                Self.appendString(key, to: &out)
                out.append(UInt8(ascii: ":"))
                if case .indented = layout { out.append(UInt8(ascii: " ")) }
                append(element, to: &out, level: level + 1)
            }
            lineEnd(&out, level: level)
            out.append(UInt8(ascii: "}"))
        }
    }

    private func separate(_ out: inout [UInt8], first: inout Bool, level: Int) {
        if !first { out.append(UInt8(ascii: ",")) }
        first = false
        lineEnd(&out, level: level)
    }

    private func lineEnd(_ out: inout [UInt8], level: Int) {
        guard case .indented = layout else { return }
        out.append(0x0A)
        out.append(contentsOf: repeatElement(0x20, count: level * 2))
    }

    private func appendInteger(_ number: Int64, to out: inout [UInt8]) {
        if number >= 0, number < 10 { return out.append(UInt8(ascii: "0") + UInt8(number)) }
        out.append(contentsOf: String(number).utf8)
    }

    /// How a double is written. Not-a-number and infinities, which no reader or expression lets through, become `null`.
    static func text(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        let magnitude = number.magnitude
        // -2^63 would fit an integer, so it keeps its exponent.
        if magnitude >= 0x1p63, magnitude < 0x1p64, number != -0x1p63 {
            return (number < 0 ? "-" : "") + String(UInt64(magnitude))
        }
        return number.description
    }

    static let hexadecimalDigits: [UInt8] = Array("0123456789abcdef".utf8)

    static func appendString(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices {
                let byte = bytes[index]
                guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F else { continue }
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                start = index + 1
                out.append(UInt8(ascii: "\\"))
                switch byte {
                case 0x22: out.append(0x22)
                case 0x5C: out.append(0x5C)
                case 0x0A: out.append(UInt8(ascii: "n"))
                case 0x0D: out.append(UInt8(ascii: "r"))
                case 0x09: out.append(UInt8(ascii: "t"))
                default:
                    out.append(contentsOf: "u00".utf8)
                    out.append(hexadecimalDigits[Int(byte >> 4)])
                    out.append(hexadecimalDigits[Int(byte & 15)])
                }
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<bytes.count]))
        }
        out.append(UInt8(ascii: "\""))
    }
}

extension Value {
    /// The value as JSON text.
    public func jsonText(_ layout: JSONWriter.Layout = .compact) -> String {
        String(decoding: JSONWriter(layout: layout).write(self), as: UTF8.self)
    }

    /// Reads JSON text with the reader's default limits.
    public init(json text: String) throws(JSONError) {
        self = try JSONReader().read(text)
    }
}
