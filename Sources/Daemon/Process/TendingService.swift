import Logging
import RunEngine
import ServiceLifecycle
import WorkflowModel

/// Keeps the journal from growing with what is over, and tells systemd that the daemon is alive.
struct TendingService: Service {
    let journal: any Journal
    let tender: JournalTender
    let eventsKept: Duration
    let now: @Sendable () -> Timestamp
    let notice: ServiceNotice
    let logger: Logger

    private static let interval = Duration.seconds(600)

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await forgetFromTimeToTime() }
            group.addTask { await tender.run(clock: ContinuousClock(), now: now, report: report) }
            if let interval = notice.watchdogInterval {
                group.addTask { await sayAlive(every: interval) }
            }
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }

    private func forgetFromTimeToTime() async {
        let clock = ContinuousClock()
        while !Task.isCancelled {
            do throws(JournalError) {
                try await journal.forget(eventsBefore: now() + (.zero - eventsKept), now: now())
            } catch {
                logger.warning("old events could not be removed", metadata: ["error": "\(error)"])
            }
            try? await clock.sleep(for: Self.interval)
        }
    }

    private func report(_ result: Result<Int, JournalError>) {
        switch result {
        case .success(let count): logger.info("old runs were removed", metadata: ["count": "\(count)"])
        case .failure(let error):
            logger.warning("old runs could not be removed", metadata: ["error": "\(error)"])
        }
    }

    private func sayAlive(every interval: Duration) async {
        let clock = ContinuousClock()
        while !Task.isCancelled {
            notice.alive()
            try? await clock.sleep(for: interval)
        }
    }
}
