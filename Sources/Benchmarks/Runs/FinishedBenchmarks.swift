/// Whether anything grows with the runs that have ended.
enum FinishedBenchmarks {
    private static let count = 200_000

    static func run() async throws -> [Figure] {
        let engine = try BenchEngine()
        let plan = try BenchEngine.plan(.acting)
        _ = try await engine.throughput(plan, runs: 2000)
        var before: [Double] = [], after: [Double] = []
        for _ in 0..<3 { before.append(try await engine.throughput(plan, runs: 4000).rate) }
        for _ in 0..<count / 100 {
            try await engine.journal.append((0..<100).flatMap { _ in SampleRuns.entries(BenchEngine.id()) })
        }
        for _ in 0..<3 { after.append(try await engine.throughput(plan, runs: 4000).rate) }
        try await engine.close()
        let first = Figure("3 steps that act without I/O, new journal", unit: "runs/s", rounds: before)
        let second = Figure("the same with \(count) finished runs in the journal", unit: "runs/s", rounds: after)
        return [first, second, Figure("ratio", unit: "", rounds: [second.median / first.median])]
    }
}
