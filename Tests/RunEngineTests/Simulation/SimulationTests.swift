import Foundation
import Testing

struct SimulationTests {
    /// How many seeds are played; `ULAK_SEEDS` asks for more.
    private static let seeds = ProcessInfo.processInfo.environment["ULAK_SEEDS"].flatMap { Int($0) } ?? 2000

    @Test func `whatever happens, no message is sent twice and the ledger tells the truth`() async throws {
        let summary = try await withThrowingTaskGroup(of: (sends: Int, held: Int, processes: Int).self) { group in
            let chunks = 8
            for chunk in 0..<chunks {
                group.addTask {
                    var summary = (sends: 0, held: 0, processes: 0)
                    for seed in stride(from: chunk, to: Self.seeds, by: chunks) {
                        let outcome = try History(seed: UInt64(seed)).play()
                        #expect(outcome.violations.isEmpty, "seed \(seed): \(outcome.violations.joined(separator: "; "))")
                        summary.sends += outcome.sends
                        summary.held += outcome.held
                        summary.processes += outcome.processes
                    }
                    return summary
                }
            }
            return try await group.reduce((sends: 0, held: 0, processes: 0)) {
                ($0.sends + $1.sends, $0.held + $1.held, $0.processes + $1.processes)
            }
        }
        // The histories are rich enough to mean something.
        #expect(summary.sends > Self.seeds * 3)
        #expect(summary.held > Self.seeds / 4)
        #expect(summary.processes > Self.seeds * 2)
    }

    @Test func `one seed tells one history`() throws {
        for seed in UInt64(0)..<20 {
            #expect(try History(seed: seed).play() == History(seed: seed).play())
        }
    }

    @Test func `an engine that acts before it appends is found out`() throws {
        let caught = try (UInt64(0)..<60).filter { try !History(seed: $0, bug: .actsBeforeAppend).play().violations.isEmpty }
        #expect(caught.count >= 10)
    }
}
