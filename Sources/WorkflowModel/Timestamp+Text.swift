import CivilDates

extension Timestamp {
    /// Reads RFC 3339 with an offset: `2030-01-31T09:00:00+03:00`, `2030-01-31T06:00:00.250Z`, a space for the `T`, seconds left out.
    /// Nil for anything else, for dates that do not exist, and for times without an offset, which would mean different instants in
    /// different places. Digits behind the microseconds are cut off.
    public init?(text: String) {
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2)
        else { return nil }
        var second = 0
        var microseconds = 0
        if scanner.take(":") {
            guard let value = scanner.number(2) else { return nil }
            second = value
            if scanner.take(".") {
                guard let fraction = scanner.fraction() else { return nil }
                microseconds = fraction
            }
        }
        var offset = 0
        if !(scanner.take("Z") || scanner.take("z")) {
            let isEast = scanner.take("+")
            guard isEast || scanner.take("-"), let hours = scanner.number(2), scanner.take(":"), let minutes = scanner.number(2),
                hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
        }
        guard scanner.isAtEnd, year >= 1,
            let time = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(microseconds: (time.seconds - Int64(offset)) * 1_000_000 + Int64(microseconds))
    }
}

private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func digit() -> Int? {
        guard position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else { return nil }
        position += 1
        return Int(bytes[position - 1] - UInt8(ascii: "0"))
    }

    mutating func number(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// The digits behind a point as microseconds.
    mutating func fraction() -> Int? {
        var number = 0
        var count = 0
        while let digit = digit() {
            if count < 6 { number = number * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { number *= 10 }
        return number
    }
}
