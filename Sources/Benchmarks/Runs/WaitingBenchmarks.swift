import Foundation
import NodeRuntime
import RunEngine
import WorkflowModel

/// What runs that wait cost while they wait.
enum WaitingBenchmarks {
    private static let count = 100_000

    static func run() async throws -> [Figure] {
        let engine = try BenchEngine()
        let plan = try BenchEngine.plan()
        let until = Timestamp(microseconds: 4_000_000_000_000_000)
        for _ in 0..<count / 500 {
            try await engine.journal.append((0..<500).map { _ in SampleRuns.waiting(BenchEngine.id(), until: until) })
        }
        await engine.journal.close()
        let before = residentBytes()
        let again = try BenchEngine(folder: engine.folder)
        let roster = again.roster(plan)
        let carrying = Task { try await roster.run() }
        // A run that goes by shows that the roster is at work and the others wait.
        let time = try await again.latencies(plan, runs: 20).quantile(0.5)
        let after = residentBytes()
        let waiting = try await again.journal.nextDue(after: RequestLimits.wallTime())
        precondition(waiting == until && roster.countInHand == 0, "all of them wait, and none is in hand")
        roster.stop()
        try await carrying.value
        try await engine.transport.shutdown()
        try await again.close()
        return [
            Figure("memory for \(count) waiting runs", unit: "MiB", rounds: [Double(max(0, after - before)) / 1_048_576]),
            Figure("one run beside them, p50", unit: "ms", rounds: [time]),
        ]
    }

    /// Of this process.
    static func residentBytes() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return 0 }
        return (Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]) ?? 0) * 1024
    }
}
