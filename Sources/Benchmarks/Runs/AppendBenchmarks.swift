import Foundation
import JournalSQLite
import RunEngine
import Values
import WorkflowModel

/// Appends through the journal against bare SQLite, side by side.
enum AppendBenchmarks {
    private static let runs = 4000
    private static let writers = 256

    static func run() async throws -> [Figure] {
        var journalRates: [Double] = [], bareRates: [Double] = [], ratios: [Double] = [], groups: [Double] = []
        for round in 0..<6 {
            let (rate, group) = try await journalRate()
            let bare = try bareRate(group: max(1, Int(group.rounded())))
            // The first round warms up.
            guard round > 0 else { continue }
            journalRates.append(rate)
            bareRates.append(bare)
            ratios.append(rate / bare)
            groups.append(group)
        }
        return [
            Figure("through the journal, \(writers) runs at a time", unit: "appends/s", rounds: journalRates),
            Figure("bare SQLite, the same rows, sync and grouping", unit: "appends/s", rounds: bareRates),
            Figure("ratio", unit: "", rounds: ratios), Figure("appends that shared a sync", unit: "", rounds: groups),
        ]
    }

    private static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ulak-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// Appends a second, and how many of them shared a sync.
    private static func journalRate() async throws -> (Double, Double) {
        let all = (0..<runs).map { _ in SampleRuns.entries(BenchEngine.id()) }
        return try await withFolder { folder in
            let journal = try SQLiteJournal(path: folder + "/journal.sqlite")
            let clock = ContinuousClock()
            let begin = clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for place in stride(from: writer, to: runs, by: writers) {
                            for entry in all[place] { try await journal.append([entry]) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let time = clock.now - begin
            let appends = Double(all.map(\.count).reduce(0, +))
            let group = appends / Double(journal.transactionCount)
            await journal.close()
            return (appends / (time.milliseconds / 1000), group)
        }
    }

    private static func bareRate(group: Int) throws -> Double {
        let writer = JSONWriter()
        var rows: [BareSQLite.Row] = []
        var open: [[JournalEntry]] = []
        // The order in which that many writers write.
        for start in stride(from: 0, to: runs, by: writers) {
            open = (start..<min(start + writers, runs)).map { _ in SampleRuns.entries(BenchEngine.id()) }
            for place in 0..<(open.first?.count ?? 0) {
                for entry in open.map({ $0[place] }) {
                    rows.append(
                        BareSQLite.Row(
                            run: entry.run.rawValue, isFirst: entry.firstSequence == 0,
                            next: entry.firstSequence + entry.records.count, first: entry.firstSequence,
                            status: entry.summary.status.name.rawValue, updatedAt: entry.summary.updatedAt.microseconds,
                            bodies: entry.records.map { writer.write($0.json) }))
                }
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "ulak-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bare = BareSQLite(path: folder + "/bare.sqlite")
        let time = ContinuousClock().measure { bare.write(rows, group: group) }
        return Double(rows.count) / (time.milliseconds / 1000)
    }
}
