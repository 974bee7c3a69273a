/// Durable runs of three steps, from intake to the last record on disk.
enum RunBenchmarks {
    static func run() async throws -> [Figure] {
        try await LoopbackServer.with { baseURL in
            let engine = try BenchEngine()
            let kinds: [(name: String, kind: StepKind, runs: Int)] = [
                ("3 steps that compute", .computing, 8000), ("3 steps that act without I/O", .acting, 8000),
                ("3 steps, an HTTP call on loopback each", .calling(baseURL), 4000),
            ]
            let plans = try kinds.map { try BenchEngine.plan($0.kind) }
            var rounds = [[(rate: Double, processor: Double)]](repeating: [], count: kinds.count)
            for plan in plans { _ = try await engine.throughput(plan, runs: 2000) }
            for _ in 0..<5 {
                for (place, plan) in plans.enumerated() {
                    rounds[place].append(try await engine.throughput(plan, runs: kinds[place].runs))
                }
            }
            var figures: [Figure] = []
            for (kind, rounds) in zip(kinds, rounds) {
                figures.append(Figure("\(kind.name), 64 clients", unit: "runs/s", rounds: rounds.map(\.rate)))
                figures.append(Figure("  processor time", unit: "µs/run", rounds: rounds.map(\.processor)))
            }
            for (kind, plan) in zip(kinds, plans) {
                let times = try await engine.latencies(plan, runs: 500)
                figures.append(Figure("\(kind.name), one run alone, p50", unit: "ms", rounds: [times.quantile(0.5)]))
                figures.append(Figure("\(kind.name), one run alone, p99", unit: "ms", rounds: [times.quantile(0.99)]))
            }
            try await engine.close()
            return figures
        }
    }
}
