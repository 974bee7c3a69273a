import Synchronization
import WorkflowModel

/// Where everything arrives that one drive waits for.
///
/// What has come in while the drive waited for the disk is taken together and becomes one append. There is one reader.
final class Mailbox: Sendable {
    enum Letter: Sendable {
        case ended(AttemptKey, NodeOutcome)
        /// The time for which an alarm was set has come.
        case alarm(Timestamp)
        case command(RunCommand)
        /// The task of the drive was cancelled.
        case cancelled
    }

    private struct State {
        var letters: [Letter] = []
        /// Waits because there are none.
        var reader: CheckedContinuation<[Letter], Never>?
    }

    private let state = Mutex(State())

    func put(_ letter: Letter) {
        let reader = state.withLock { state -> CheckedContinuation<[Letter], Never>? in
            guard let reader = state.reader else {
                state.letters.append(letter)
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: [letter])
    }

    /// Everything that has come in since the last time, in its order; waits for the first.
    func take() async -> [Letter] {
        await withCheckedContinuation { continuation in
            let letters = state.withLock { state -> [Letter] in
                if state.letters.isEmpty { state.reader = continuation }
                defer { state.letters = [] }
                return state.letters
            }
            if !letters.isEmpty { continuation.resume(returning: letters) }
        }
    }
}
