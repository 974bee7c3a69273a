import RunEngine
import Synchronization
import TestKit
import Testing
import WorkflowModel

/// A journal of runs that have an end and a size, and nothing else.
private final class TendedJournal: JournalTending {
    struct State {
        var ends: [Int64]
        var freePages = 0
        var calls: [String] = []
        var error: JournalError?
    }

    let state: Mutex<State>
    init(ends: [Int64]) { state = Mutex(State(ends: ends.sorted())) }

    func oldestEnd() async throws(JournalError) -> Timestamp? {
        state.withLock { $0.ends.first }.map { SampleRecords.start + .seconds($0) }
    }

    func removeRuns(finishedBefore time: Timestamp?, limit: Int) async throws(JournalError) -> Int {
        let result = state.withLock { state -> Result<Int, JournalError> in
            if let error = state.error { return .failure(error) }
            let count = min(limit, time.map { time in state.ends.count { SampleRecords.start + .seconds($0) < time } } ?? .max)
            let removed = min(count, state.ends.count)
            state.ends.removeFirst(removed)
            state.freePages += removed * 1000
            state.calls.append("remove \(removed)")
            return .success(removed)
        }
        return try result.get()
    }

    func giveBackPages(_ pages: Int) async throws(JournalError) -> Int {
        state.withLock { state in
            state.freePages = max(0, state.freePages - pages)
            state.calls.append("pages \(state.freePages)")
            return state.freePages
        }
    }

    func size() async throws(JournalError) -> Int { state.withLock { $0.ends.count * 10 } }
    func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError) {}
}

private final class Lines: Sendable {
    let list = Mutex<[String]>([])
}

struct RetentionTests {
    private static let day: Int64 = 86_400

    @Test func `runs go by age, in portions, and their pages after them`() async throws {
        let journal = TendedJournal(ends: (0..<7).map { $0 * Self.day })
        let tender = JournalTender(
            journal: journal, policy: RetentionPolicy(keep: .seconds(2 * Self.day), maxSize: nil), portion: 2)
        #expect(try await tender.tend(at: SampleRecords.start + .seconds(5 * Self.day)) == 3)
        #expect(journal.state.withLock { $0.calls } == ["remove 2", "remove 1", "pages 1000", "pages 0"])
        #expect(try await tender.tend(at: SampleRecords.start + .seconds(5 * Self.day)) == 0)
    }

    @Test func `runs go by size, the oldest first, until there is some room`() async throws {
        let journal = TendedJournal(ends: (0..<20).map { $0 * Self.day })
        let tender = JournalTender(journal: journal, policy: RetentionPolicy(keep: nil, maxSize: 150), portion: 3)
        #expect(try await tender.tend(at: SampleRecords.start) == 9)
        #expect(journal.state.withLock { $0.ends.first } == 9 * Self.day)
        #expect(try await tender.tend(at: SampleRecords.start) == 0)
    }

    @Test func `whoever has other things to do does a few portions`() async throws {
        let journal = TendedJournal(ends: (0..<20).map { $0 })
        let tender = JournalTender(journal: journal, policy: RetentionPolicy(keep: .zero, maxSize: nil), portion: 2)
        #expect(try await tender.tend(at: SampleRecords.start + .seconds(100), portions: 3) == 6)
    }

    @Test func `the loop tends at once and at its interval, and goes on after a failure`() throws {
        let simulation = Simulation()
        let clock = simulation.clock
        let journal = TendedJournal(ends: [0, 1000, 2000])
        let reports = Lines()
        try simulation.run {
            let tender = JournalTender(journal: journal, policy: RetentionPolicy(keep: .seconds(100), maxSize: nil))
            let task = Task(executorPreference: simulation.executor) {
                await tender.run(every: .seconds(600), clock: clock, now: { clock.wallTime }) { result in
                    let time = (clock.wallTime - SampleRecords.start).text
                    reports.list.withLock { $0.append("\(time) \((try? result.get()).map { "\($0)" } ?? "failed")") }
                }
            }
            try? await clock.sleep(for: .seconds(700))
            journal.state.withLock { $0.error = JournalError(.full, message: "full") }
            try? await clock.sleep(for: .seconds(600))
            journal.state.withLock { $0.error = nil }
            try? await clock.sleep(for: .seconds(1200))
            task.cancel()
            await task.value
        }
        #expect(reports.list.withLock { $0 } == ["10m 1", "20m failed", "30m 1", "40m 1"])
    }

    @Test(
        arguments: [
            (nil, nil, .standard), ("7d", "500MiB", RetentionPolicy(keep: .seconds(7 * 86_400), maxSize: 500 << 20)),
            ("none", "none", RetentionPolicy(keep: nil, maxSize: nil)),
            ("0s", "1.5KiB", RetentionPolicy(keep: .zero, maxSize: 1536)),
        ] as [(String?, String?, RetentionPolicy)])
    func `a policy is read from what people write`(keep: String?, size: String?, expected: RetentionPolicy) throws {
        #expect(try RetentionPolicy(keepText: keep, maxSizeText: size) == expected)
    }

    @Test func `what is no duration or size is named`() {
        #expect(throws: RetentionError.notADuration("a week")) { try RetentionPolicy(keepText: "a week", maxSizeText: nil) }
        for text in ["1GB", "-1GiB", "1", ".5GiB", "1.GiB", "9000000TiB9", "99999999999999TiB", ""] {
            #expect(throws: RetentionError.notASize(text)) { try RetentionPolicy(keepText: nil, maxSizeText: text) }
        }
        #expect(
            [0, 1, 1023, 1024, 1536, 1 << 20, (1 << 30) + (1 << 29)].map { ByteCount($0).description }
                == ["0 B", "1 B", "1023 B", "1 KiB", "1.5 KiB", "1 MiB", "1.5 GiB"])
    }
}
