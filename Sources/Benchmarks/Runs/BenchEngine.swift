import Foundation
import JournalSQLite
import Logging
import NodeCatalog
import NodeRuntime
import RunEngine
import Synchronization
import Values
import WorkflowLanguage
import WorkflowModel

/// What the steps of a measured run do.
enum StepKind {
    /// They only compute, so that they share an append (design 0043).
    case computing
    /// They act, though without waiting for anything: each start and each end is an append.
    case acting
    /// An HTTP request each, to a server on this machine.
    case calling(String)
}

/// A journal, a runner and a roster as the daemon has them, in a folder of their own.
final class BenchEngine: Sendable {
    let folder: String
    let journal: SQLiteJournal
    let transport = HTTPClientTransport()
    let ends = EndCounter()
    let driver: RunDriver

    /// - Parameter folder: with a journal that is there; nil: a new one.
    init(folder given: String? = nil) throws {
        folder = given ?? FileManager.default.temporaryDirectory.appending(path: "ulak-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        journal = try SQLiteJournal(path: folder + "/journal.sqlite")
        let runner = CatalogNodeRunner(
            catalog: .embedded, credentials: NoCredentials(), transport: transport,
            logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        driver = RunDriver(
            journal: journal, runner: runner, clock: ContinuousClock(), now: RequestLimits.wallTime, observer: ends,
            options: .init(longestWait: .seconds(1)))
    }

    func roster(_ plan: Plan) -> RunRoster {
        RunRoster(
            journal: journal, recovery: RunRecovery(journal: journal, driver: driver, compile: { _ in plan }), limit: 256,
            report: { run, error in preconditionFailure("run \(run) cannot go on: \(error)") })
    }

    /// Takes in that many runs from 64 clients.
    ///
    /// - Returns: how many a second came to their end, and the processor time of this process for each, in microseconds.
    func throughput(_ plan: Plan, runs count: Int) async throws -> (rate: Double, processor: Double) {
        let roster = roster(plan)
        let carrying = Task { try await roster.run() }
        let clock = ContinuousClock()
        let begin = clock.now, beginProcessor = Self.processorTime()
        ends.expect(count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<64 {
                group.addTask {
                    for _ in stride(from: client, to: count, by: 64) {
                        let start = RunStarted(
                            run: Self.id(), of: plan, trigger: .manual, inputs: [:], at: RequestLimits.wallTime())
                        _ = try await roster.accept([NewRun(start: start, planSource: plan.source)])
                    }
                }
            }
            try await group.waitForAll()
        }
        await ends.reached()
        let time = clock.now - begin, processor = Self.processorTime() - beginProcessor
        roster.stop()
        try await carrying.value
        return (Double(count) / (time.milliseconds / 1000), processor / Double(count))
    }

    /// Of this process since it began, in microseconds.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
    }

    /// How long runs take that are alone, in milliseconds.
    func latencies(_ plan: Plan, runs count: Int) async throws -> [Double] {
        let graph = PlanGraph(plan), clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<count {
            let begin = clock.now
            let snapshot = try await driver.start(graph, run: Self.id(), trigger: .manual, inputs: [:])
            times.append((clock.now - begin).milliseconds)
            precondition(snapshot.status == .succeeded, "the steps of the benchmark succeed")
        }
        return times
    }

    func close() async throws {
        await journal.close()
        try await transport.shutdown()
        try FileManager.default.removeItem(atPath: folder)
    }

    static func id() -> RunID {
        RunID(at: RequestLimits.wallTime(), random: (.random(in: .min ... .max), .random(in: .min ... .max)))
    }

    /// Three steps, one behind the other.
    static func plan(_ kind: StepKind = .computing) throws -> Plan {
        var text = "name: bench\nsteps:\n"
        for number in 1...3 {
            text += "  step\(number):\n"
            if number > 1 { text += "    needs: [step\(number - 1)]\n" }
            switch kind {
            case .computing: text += "    uses: set\n    with: { order: TR-17, credits: \(number) }\n"
            case .acting: text += "    uses: log\n    with: { message: TR-17 has \(number) credits }\n"
            case .calling(let baseURL): text += "    uses: http.request\n    with: { url: \"\(baseURL)/step\" }\n"
            }
        }
        let (plan, findings) = WorkflowCompiler(catalog: .embedded).compile(text, path: "bench.yaml")
        guard let plan else { preconditionFailure("the workflow of the benchmark compiles: \(findings)") }
        return plan
    }
}

struct NoCredentials: CredentialSource {
    func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? { nil }
}

/// Counts runs that have ended.
final class EndCounter: RunObserver {
    private struct State {
        var missing = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func expect(_ count: Int) {
        state.withLock { $0.missing = count }
    }

    func observe(_ run: RunID, _ record: RunRecord) {
        guard case .runFinished = record else { return }
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.missing -= 1
            guard state.missing == 0 else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    func reached() async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.missing > 0 { state.waiter = continuation }
                return state.missing <= 0
            }
            if isReached { continuation.resume() }
        }
    }
}
