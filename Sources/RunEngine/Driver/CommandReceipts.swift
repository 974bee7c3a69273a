import Synchronization
import WorkflowModel

/// Tells those who asked something of a run when it is on disk: the run's driver says so as an observer sees each record.
///
/// The mutex guards the receipts that are open.
public final class CommandReceipts: RunObserver {
    public enum Answer: Equatable, Sendable {
        case committed
        /// The run ended first, so that there was nothing to do.
        case ended
        /// The run cannot be carried on.
        case refused(String)
        /// Another process has the run in hand, or the disk is full.
        case late
    }

    public struct Receipt: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct Open {
        let command: RunCommand
        let run: RunID
        var answer: Answer?
        var waiter: CheckedContinuation<Answer, Never>?
    }

    private struct State {
        var open: [Int: Open] = [:]
        var next = 0
    }

    private let state = Mutex(State())
    private let clock: any Clock<Duration>
    private let patience: Duration

    /// - Parameter patience: how long an answer is waited for before it is `late`.
    public init(clock: any Clock<Duration>, patience: Duration = .seconds(5)) {
        self.clock = clock
        self.patience = patience
    }

    /// From here on no record that answers the command is missed. Every receipt has to be closed.
    public func open(_ command: RunCommand, _ run: RunID) -> Receipt {
        state.withLock { state in
            state.next += 1
            state.open[state.next] = Open(command: command, run: run)
            return Receipt(number: state.next)
        }
    }

    public func close(_ receipt: Receipt) {
        state.withLock { $0.open.removeValue(forKey: receipt.number) }?.waiter?.resume(returning: .late)
    }

    /// To be asked once for each receipt.
    public func result(of receipt: Receipt) async -> Answer {
        await withTaskGroup { group in
            group.addTask {
                guard (try? await self.clock.sleep(for: self.patience)) != nil else { return }
                self.settle(.late) { number, _ in number == receipt.number }
            }
            let answer = await answer(to: receipt)
            group.cancelAll()
            return answer
        }
    }

    private func answer(to receipt: Receipt) async -> Answer {
        await withCheckedContinuation { continuation in
            let known: Answer? = state.withLock { state in
                guard let open = state.open[receipt.number] else { return .late }
                if open.answer == nil { state.open[receipt.number]?.waiter = continuation }
                return open.answer
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    public func observe(_ run: RunID, _ record: RunRecord) {
        switch record {
        case .cancelRequested: settle(.committed) { $1.run == run && $1.command == .cancel }
        case .runReopened: settle(.committed) { $1.run == run && $1.command == .retry }
        case .attemptResolved(let record):
            settle(.committed) { _, open in
                guard open.run == run, case .resolve(let key, _) = open.command else { return false }
                return key == record.key
            }
        // A run that is to be reopened has ended before; that may be observed only now.
        case .runFinished: settle(.ended) { $1.run == run && $1.command != .retry }
        default: return
        }
    }

    /// A run cannot go on, so nothing that is asked of it will be done.
    public func refuse(_ run: RunID, _ reason: String) { settle(.refused(reason)) { $1.run == run } }

    private func settle(_ answer: Answer, where isMeant: (Int, Open) -> Bool) {
        let waiters = state.withLock { state in
            var waiters: [CheckedContinuation<Answer, Never>] = []
            for (number, open) in state.open where open.answer == nil && isMeant(number, open) {
                state.open[number]?.answer = answer
                if let waiter = open.waiter { waiters.append(waiter) }
                state.open[number]?.waiter = nil
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(returning: answer) }
    }
}
