/// One figure: the median of several rounds, with the spread that says how far to trust it.
struct Measurement {
    let name: String
    /// What one operation is.
    let unit: String
    /// Nanoseconds an operation, one for each round, in order of size.
    let rounds: [Double]

    /// Runs the body for a warm-up and then for so many rounds of about a fifth of a second.
    ///
    /// - Parameters:
    ///   - operations: how many operations one call of the body is.
    ///   - body: gives something of its result back, so that the work cannot be left out.
    static func measure(_ name: String, unit: String, operations: Int = 1, rounds: Int = 7, _ body: () throws -> Int) rethrows
        -> Measurement
    {
        let clock = ContinuousClock()
        var sink = 0
        var calls = 1
        while true {
            let time = try clock.measure { for _ in 0..<calls { sink &+= try body() } }
            if time > .milliseconds(50) {
                calls = max(1, Int(Double(calls) * (200 / time.milliseconds)))
                break
            }
            calls *= 4
        }
        var results: [Double] = []
        for _ in 0..<rounds {
            let time = try clock.measure { for _ in 0..<calls { sink &+= try body() } }
            results.append(time.milliseconds * 1_000_000 / Double(calls * operations))
        }
        precondition(sink != .min, "the work was left out")
        return Measurement(name: name, unit: unit, rounds: results.sorted())
    }

    var figure: Figure { Figure(name, unit: "ns per \(unit)", rounds: rounds) }
}

extension Duration {
    var milliseconds: Double { Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15 }
}
