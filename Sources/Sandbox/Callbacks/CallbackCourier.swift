import Foundation
import Logging
import Synchronization

/// Takes delivery reports to their receivers as they become due. Its rounds follow one another.
actor CallbackCourier {
    private let store: SandboxStore
    /// While it runs.
    private var poster: CallbackPoster?
    private let logger: Logger
    private var lastRound: Task<Void, Never>?
    /// What breaks off then is not an attempt that failed.
    private let isStopping = Atomic(false)

    /// Requests under way at the same time.
    private static let concurrency = 16

    init(store: SandboxStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Sends what is due, sleeps until something is again, and ends when its task is cancelled.
    func run() async {
        let poster = CallbackPoster()
        self.poster = poster
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                await round()
                let wait = store.secondsUntilNextCallback()
                await store.wakeup.sleep(atMost: wait.map { .milliseconds(Int64(min($0, 86_400) * 1000) + 1) })
            }
        } onCancel: {
            isStopping.store(true, ordering: .relaxed)
            Task { await poster.shutdown() }
        }
        await poster.shutdown()
        await lastRound?.value
        self.poster = nil
    }

    /// Sends everything that is due at this moment, what earlier rounds have under way included. Nothing goes out unless it runs.
    func round() async {
        let before = lastRound
        let round = Task {
            await before?.value
            await self.sendDue()
        }
        lastRound = round
        await round.value
    }

    private func sendDue() async {
        guard let poster else { return }
        let store = store
        let logger = logger
        await withTaskGroup(of: Void.self) { group in
            var underway = 0
            while !isStopping.load(ordering: .relaxed) {
                for letter in store.claimCallbacks(CallbackCourier.concurrency - underway) {
                    underway += 1
                    group.addTask {
                        let answer = await poster.post(letter)
                        guard !self.isStopping.load(ordering: .relaxed) else { return }
                        logger.debug("callback", metadata: ["id": "\(letter.id)", "status": "\(answer.status ?? 0)"])
                        store.recordCallback(letter.id, status: answer.status, problem: answer.problem)
                    }
                }
                guard await group.next() != nil else { return }
                underway -= 1
            }
        }
    }
}
