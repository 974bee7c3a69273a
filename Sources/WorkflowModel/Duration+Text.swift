extension Duration {
    /// Reads `250ms`, `10s`, `1.5s`, `5m`, `2h`, `1d` and sums of them such as `1h30m`, larger units first; nil for anything else.
    /// What is finer than a millisecond is cut off.
    public init?(text: String) {
        var total: Int64 = 0
        var digits = ""
        var fraction: String?
        var unit = ""
        var lastUnit = Int64.max
        func finish(_ total: inout Int64) -> Bool {
            guard let scale = Self.units[unit], scale < lastUnit, let count = Int64(digits), digits.count <= 12 else {
                return false
            }
            let (product, over1) = count.multipliedReportingOverflow(by: scale)
            let (sum, over2) = total.addingReportingOverflow(product)
            guard !over1, !over2, sum <= 36_525 * 86_400_000, fraction != "" else { return false }
            total = sum + (fraction.flatMap { Double("0." + $0.prefix(9)) }.map { Int64($0 * Double(scale)) } ?? 0)
            lastUnit = scale
            digits = ""
            fraction = nil
            unit = ""
            return true
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9":
                if !unit.isEmpty, !finish(&total) { return nil }
                if fraction != nil {
                    fraction?.unicodeScalars.append(scalar)
                } else {
                    digits.unicodeScalars.append(scalar)
                }
            case "." where unit.isEmpty && fraction == nil && !digits.isEmpty: fraction = ""
            case "a"..."z": unit.unicodeScalars.append(scalar)
            default: return nil
            }
        }
        guard !digits.isEmpty, finish(&total) else { return nil }
        self = .milliseconds(total)
    }

    /// Milliseconds by unit.
    private static let units: [String: Int64] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]

    /// The shortest form that `init(text:)` reads: `1m30s`, `250ms`, `0s`. Microseconds are cut off.
    public var text: String {
        var rest = microseconds / 1000
        if rest <= 0 { return rest == 0 ? "0s" : "-" + Duration.milliseconds(-rest).text }
        var out = ""
        for (unit, scale) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)] as [(String, Int64)] {
            if rest >= scale { out += "\(rest / scale)\(unit)" }
            rest %= scale
        }
        return out
    }
}
