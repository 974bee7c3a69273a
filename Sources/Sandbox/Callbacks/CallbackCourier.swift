import Foundation
import Logging
import Synchronization

/// Takes delivery reports to their receivers as they become due. Each receiver has a lane of its own: one that is slow or hangs keeps
/// nobody else waiting, and never has more than a few requests open.
actor CallbackCourier {
    private let store: SandboxStore
    /// From `start` to the end of `run`.
    private var poster: CallbackPoster?
    private let logger: Logger
    private var underway: [SandboxMessage.Provider: [String: Task<Void, Never>]] = [:]
    /// What breaks off then is not an attempt that failed.
    private let isStopping = Atomic(false)

    /// Requests under way to one receiver at the same time.
    static let concurrency = 8

    init(store: SandboxStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// From here on something can be sent. `run` must follow, which alone lets the connections go.
    func start() {
        poster = CallbackPoster()
    }

    /// Sends what is due, sleeps until something is again, and ends when its task is cancelled.
    func run() async {
        guard let poster else { return }
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                dispatch()
                let wait = store.secondsUntilNextCallback(besides: fullLanes)
                await store.wakeup.sleep(atMost: wait.map { .milliseconds(Int64(min($0, 86_400) * 1000) + 1) })
            }
        } onCancel: {
            isStopping.store(true, ordering: .relaxed)
            Task { await poster.shutdown() }
        }
        await poster.shutdown()
        while let task = underway.values.lazy.compactMap(\.values.first).first { await task.value }
        self.poster = nil
    }

    /// Sends everything that is due at this moment and waits for the answers, those to earlier requests included. Nothing goes out
    /// before `start`.
    func round() async {
        while true {
            dispatch()
            guard let task = underway.values.lazy.compactMap(\.values.first).first else { return }
            await task.value
        }
    }

    /// Lanes that take no further request now. What waits for them is looked at again when one of theirs has ended.
    private var fullLanes: Set<SandboxMessage.Provider> {
        Set(underway.filter { $0.value.count >= Self.concurrency }.keys)
    }

    private func dispatch() {
        guard let poster, !isStopping.load(ordering: .relaxed) else { return }
        for provider in SandboxMessage.Provider.allCases {
            let free = Self.concurrency - (underway[provider]?.count ?? 0)
            guard free > 0 else { continue }
            for letter in store.claimCallbacks(free, of: provider) {
                underway[provider, default: [:]][letter.id] = Task {
                    let answer = await poster.post(letter)
                    finish(letter, provider, answer)
                }
            }
        }
    }

    private func finish(_ letter: CallbackPoster.Letter, _ provider: SandboxMessage.Provider, _ answer: CallbackPoster.Answer) {
        underway[provider]?[letter.id] = nil
        guard !isStopping.load(ordering: .relaxed) else { return }
        logger.debug("callback", metadata: ["id": "\(letter.id)", "status": "\(answer.status ?? 0)"])
        store.recordCallback(letter.id, status: answer.status, problem: answer.problem)
        // Its lane has room again, whether or not that could be written.
        store.wakeup.call()
    }
}
