import WorkflowModel

extension Timestamp {
    /// A time as senders write it into a header: seconds or milliseconds since 1970, or RFC 3339. From twelve digits on they are milliseconds.
    init?(header text: String) {
        let text = text.trimmingSpaces
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            guard let number = Int64(text), number <= 253_402_300_799_999 else { return nil }
            self.init(microseconds: text.utf8.count >= 12 ? number * 1000 : number * 1_000_000)
        } else {
            self.init(text: text)
        }
    }

    func isWithin(_ tolerance: Duration, of now: Timestamp) -> Bool {
        let distance = now - self
        return distance <= tolerance && distance >= .zero - tolerance
    }
}

extension StringProtocol {
    /// Without spaces and tabs around it, as RFC 9110 (5.5) has header values.
    var trimmingSpaces: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        var bytes = Array(utf8.drop(while: isSpace))
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
