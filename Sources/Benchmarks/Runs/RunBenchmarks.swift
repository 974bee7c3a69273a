/// Durable runs of three steps, from intake to the last record on disk.
enum RunBenchmarks {
    static func run() async throws -> [Figure] {
        try await LoopbackServer.with { baseURL in
            let engine = try BenchEngine()
            let plain = try BenchEngine.plan(), http = try BenchEngine.plan(http: baseURL)
            var plainRuns: [(rate: Double, processor: Double)] = [], httpRuns: [(rate: Double, processor: Double)] = []
            _ = try await engine.throughput(plain, runs: 2000)
            _ = try await engine.throughput(http, runs: 2000)
            for _ in 0..<5 {
                plainRuns.append(try await engine.throughput(plain, runs: 8000))
                httpRuns.append(try await engine.throughput(http, runs: 4000))
            }
            let plainTimes = try await engine.latencies(plain, runs: 500)
            let httpTimes = try await engine.latencies(http, runs: 500)
            try await engine.close()
            return [
                Figure("3 steps without I/O, 64 clients", unit: "runs/s", rounds: plainRuns.map(\.rate)),
                Figure("  processor time", unit: "µs/run", rounds: plainRuns.map(\.processor)),
                Figure("3 steps, an HTTP call on loopback each, 64 clients", unit: "runs/s", rounds: httpRuns.map(\.rate)),
                Figure("  processor time, the server's included", unit: "µs/run", rounds: httpRuns.map(\.processor)),
                Figure("one run without I/O alone, p50", unit: "ms", rounds: [plainTimes.quantile(0.5)]),
                Figure("one run without I/O alone, p99", unit: "ms", rounds: [plainTimes.quantile(0.99)]),
                Figure("one run with HTTP calls alone, p50", unit: "ms", rounds: [httpTimes.quantile(0.5)]),
                Figure("one run with HTTP calls alone, p99", unit: "ms", rounds: [httpTimes.quantile(0.99)]),
            ]
        }
    }
}
