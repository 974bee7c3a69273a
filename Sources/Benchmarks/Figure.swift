import Values

/// A measured figure of any unit: the median of several rounds.
struct Figure {
    let name: String
    let unit: String
    /// One value for each round, in order of size.
    let rounds: [Double]

    init(_ name: String, unit: String, rounds: [Double]) {
        precondition(!rounds.isEmpty, "a figure has been measured at least once")
        self.name = name
        self.unit = unit
        self.rounds = rounds.sorted()
    }

    var median: Double { rounds[rounds.count / 2] }

    var text: String {
        let spread = rounds.count > 1 ? "  (\(Self.short(rounds[0])) to \(Self.short(rounds[rounds.count - 1])))" : ""
        return "\(Self.short(median)) \(unit)\(spread)"
    }

    var json: Value {
        [
            "name": .string(name), "unit": .string(unit), "median": .double(median), "min": .double(rounds[0]),
            "max": .double(rounds[rounds.count - 1]), "rounds": .int(Int64(rounds.count)),
        ]
    }

    /// Three digits that count.
    private static func short(_ number: Double) -> String {
        if number >= 100 { return String(Int(number.rounded())) }
        let scale: Double = number >= 10 ? 10 : number >= 1 ? 100 : 1000
        return String((number * scale).rounded() / scale)
    }
}

extension [Double] {
    /// The value below which that part of all lies.
    func quantile(_ part: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? 0 : sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * part))]
    }
}
