import Values

/// Path and query of a request, decoded.
struct RequestPath: Sendable {
    let parts: [String]
    let query: [(name: String, value: String)]

    /// Nil when a percent sequence is broken or the bytes are no UTF-8.
    init?(_ target: String) {
        let bytes = Array(target.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
        let mark = bytes[..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
        guard bytes.first == UInt8(ascii: "/") else { return nil }
        var parts: [String] = []
        for part in bytes[1..<mark].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let text = String(percentDecoding: part) else { return nil }
            parts.append(text)
        }
        self.parts = parts == [""] ? [] : parts
        guard let query = Self.pairs(mark < end ? bytes[(mark + 1)..<end] : []) else { return nil }
        self.query = query
    }

    /// The pairs of `a=1&b=2` (WHATWG URL, application/x-www-form-urlencoded).
    static func pairs(_ bytes: ArraySlice<UInt8>) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let separator = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = String(percentDecoding: pair[..<separator], plusIsSpace: true),
                let value = String(percentDecoding: separator < pair.endIndex ? pair[(separator + 1)...] : [], plusIsSpace: true)
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }
}
