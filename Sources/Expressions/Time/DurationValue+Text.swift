extension DurationValue {
    /// Seconds with as many digits as it takes: `90s`, `0.25s`, `-1.5s`.
    public var text: String {
        let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
        return "\(sign)\(seconds.magnitude)\(Digits.fraction(Int(nanoseconds.magnitude)))s"
    }

    /// Reads `1h30m`, `1.5s`, `-250ms`, `100us`, `10ns` and sums of such; a bare `0` too. Nil for anything else.
    public init?(text: String) {
        var bytes = Array(text.utf8)[...]
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        if bytes.elementsEqual("0".utf8) {
            self = .zero
            return
        }
        guard !bytes.isEmpty else { return nil }
        var total = DurationValue.zero
        while !bytes.isEmpty {
            guard let part = Self.part(&bytes), let sum = total.adding(part) else { return nil }
            total = sum
        }
        self = isNegative ? total.negated : total
    }

    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// One number with its unit.
    private static func part(_ bytes: inout ArraySlice<UInt8>) -> DurationValue? {
        let whole = digits(&bytes)
        var fraction: ArraySlice<UInt8> = []
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            fraction = digits(&bytes)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        guard
            let unit = units.first(where: {
                bytes.starts(with: $0.name.utf8)
                    && (bytes.count == $0.name.utf8.count || !isLetter(bytes[bytes.startIndex + $0.name.utf8.count]))
            })
        else { return nil }
        bytes.removeFirst(unit.name.utf8.count)

        let number = whole.isEmpty ? 0 : Int64(String(decoding: whole, as: UTF8.self))
        guard let number else { return nil }
        let perSecond = 1_000_000_000 / min(unit.nanoseconds, 1_000_000_000)
        let secondsPerUnit = max(unit.nanoseconds / 1_000_000_000, 1)
        let seconds: Int64
        var nanoseconds: Int64 = 0
        if unit.nanoseconds >= 1_000_000_000 {
            let (product, overflow) = number.multipliedReportingOverflow(by: secondsPerUnit)
            guard !overflow else { return nil }
            seconds = product
        } else {
            seconds = number / perSecond
            nanoseconds = number % perSecond * unit.nanoseconds
        }
        var scale = unit.nanoseconds
        for digit in fraction {
            // What is finer than a nanosecond is cut off.
            nanoseconds += Int64(digit - UInt8(ascii: "0")) * (scale / 10)
            scale /= 10
            if scale == 0 { break }
        }
        return DurationValue(seconds: seconds, nanoseconds: nanoseconds)
    }

    private static func digits(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        bytes.removeFirst(digits.count)
        return digits
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) }
}
