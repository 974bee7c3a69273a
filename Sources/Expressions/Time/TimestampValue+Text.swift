import CivilDates

extension TimestampValue {
    /// RFC 3339 in UTC, with as many digits of the second as it takes: `2009-02-13T23:31:30.5Z`.
    public var rfc3339: String {
        let time = CivilTime(seconds: seconds)
        return Digits.padded(time.year, 4) + "-" + Digits.padded(time.month, 2) + "-" + Digits.padded(time.day, 2) + "T"
            + Digits.padded(time.hour, 2) + ":" + Digits.padded(time.minute, 2) + ":" + Digits.padded(time.second, 2)
            + Digits.fraction(Int(nanoseconds)) + "Z"
    }

    /// Reads RFC 3339. Nil for anything else, for days that do not exist, and outside the years 1 to 9999.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t"), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2)
        else { return nil }
        var nanoseconds = 0
        if reader.take(".") {
            guard let fraction = reader.fraction() else { return nil }
            nanoseconds = fraction
        }
        var offset = 0
        if !reader.take("Z"), !reader.take("z") {
            let isNegative = reader.take("-")
            guard isNegative || reader.take("+"), let hours = reader.number(2), reader.take(":"),
                let minutes = reader.number(2), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 3_600 + minutes * 60) * (isNegative ? -1 : 1)
        }
        guard reader.isAtEnd,
            let time = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(seconds: time.seconds - Int64(offset), nanoseconds: Int32(nanoseconds))
    }
}

/// Numbers with leading zeros.
enum Digits {
    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }

    /// `.5` for 500,000,000 nanoseconds; nothing for none.
    static func fraction(_ nanoseconds: Int) -> String {
        guard nanoseconds != 0 else { return "" }
        var digits = padded(nanoseconds, 9)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }
}

/// Reads ASCII digits and marks from the front of a text.
struct DigitReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    /// Exactly that many digits.
    mutating func number(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += count
        return value
    }

    /// One digit or more as nanoseconds; what is finer than that is cut off.
    mutating func fraction() -> Int? {
        let start = position
        var value = 0
        var scale = 100_000_000
        while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
            value += Int(bytes[position] - UInt8(ascii: "0")) * scale
            scale /= 10
            position += 1
        }
        return position > start ? value : nil
    }
}
