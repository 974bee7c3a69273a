import Foundation
import RunEngine
import TestKit
import Testing

struct SimulationTests {
    /// How many seeds are played; `ULAK_SEEDS` asks for more.
    private static let seeds = ProcessInfo.processInfo.environment["ULAK_SEEDS"].flatMap { Int($0) } ?? 2000

    @Test func `whatever happens, no message is sent twice and the ledger tells the truth`() async throws {
        let tally = try await withThrowingTaskGroup(of: Tally.self) { group in
            let chunks = 8
            for chunk in 0..<chunks {
                group.addTask {
                    var tally = Tally()
                    for seed in stride(from: chunk, to: Self.seeds, by: chunks) {
                        let outcome = try History(seed: UInt64(seed)).play()
                        #expect(outcome.violations.isEmpty, "seed \(seed): \(outcome.violations.joined(separator: "; "))")
                        tally.add(outcome.tally)
                        // Nothing else in this process would have its turn until all seeds are played.
                        await Task.yield()
                    }
                    return tally
                }
            }
            return try await group.reduce(into: Tally()) { $0.add($1) }
        }
        // A simulation that does not play something any more proves nothing about it.
        for (happening, least) in Self.leastOfThousand {
            let wanted = max(1, least * Self.seeds / 1000)
            #expect(
                Self.seeds < 1000 || tally[happening] >= wanted,
                "`\(happening)` happened \(tally[happening]) times in \(Self.seeds) seeds")
        }
        if ProcessInfo.processInfo.environment["ULAK_SEEDS"] != nil {
            for (happening, count) in tally.counts.sorted(by: { $0.key < $1.key }) { print("\(happening): \(count)") }
        }
    }

    /// How often each kind of fault and action happens in a thousand seeds, at the least.
    private static let leastOfThousand: [(String, Int)] =
        SimulatedProvider.Fault.allCases.map { ("line: \($0.rawValue)", 50) }
        + [FaultyJournal.Fault.crashBefore, .crashAfter, .torn, .full].flatMap { fault in
            [FaultyJournal.Write.append, .accept, .admit, .post].map {
                ("\(fault.rawValue) \($0.rawValue)", $0 == .append ? 50 : 2)
            }
        }
        + [
            ("process: killed", 50), ("process: stopped", 50), ("sent", 1000), ("interrupted send", 50), ("resent", 50),
            ("resend recognised", 20),
            ("asked: sent", 20), ("asked: not sent", 20), ("asked: too early", 20), ("asked: nobody answers", 20),
            ("asked: killed", 10),
            ("failed over", 20), ("held", 50), ("unknown taken for failed", 20), ("expired", 20),
            ("item", 100), ("failed", 50), ("resolved as sent", 50), ("resolved as not sent", 50), ("left to a person", 5),
            ("cancelled", 50), ("cancelled with a send in the air", 50), ("cancelled twice", 10),
            ("reopened after a failure", 50), ("reopened after a cancel", 50), ("reopened with a send in doubt", 5),
            ("call: had arrived", 5), ("call: made again", 20), ("event: before the wait", 20), ("event: while waited for", 20),
            ("event: too late or never", 20), ("event: delivered again", 20), ("waited for an event", 50),
            ("group: admitted at once", 50), ("group: admitted later", 20), ("group: skipped", 10),
            ("group: oldest displaced", 10), ("group: ended while queued", 5),
        ]

    @Test func `one seed tells one history, byte for byte`() async throws {
        for seed in UInt64(0)..<20 {
            let first = try History(seed: seed).play(keepsTranscript: true),
                second = try History(seed: seed).play(keepsTranscript: true)
            #expect(!first.transcript.isEmpty)
            #expect(Array(first.transcript.utf8) == Array(second.transcript.utf8), "seed \(seed)")
            #expect(first.violations == second.violations)
            await Task.yield()
        }
    }

    @Test(arguments: History.Bug.allCases)
    func `an engine with a mistake in it is found out`(_ bug: History.Bug) async throws {
        var caught = 0
        for seed in UInt64(0)..<300 where caught < 3 {
            if try !History(seed: seed, bug: bug).play().violations.isEmpty { caught += 1 }
            await Task.yield()
        }
        #expect(caught == 3, "\(bug)")
    }
}
