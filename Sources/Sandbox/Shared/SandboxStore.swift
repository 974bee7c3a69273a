import Foundation
import Synchronization

/// The one owner of the sandbox's state. The mutex guards it; the clock is read here and nowhere else.
final class SandboxStore: Sendable {
    private let state: Mutex<SandboxState>
    private let clock: @Sendable () -> Date

    init(configuration: SandboxConfiguration) {
        clock = configuration.now
        let seeds = SandboxSeeds(
            codes: configuration.seed ?? UInt64.random(in: .min ... .max),
            // Short enough to type again.
            faults: configuration.seed ?? UInt64.random(in: 0..<1_000_000_000))
        state = Mutex(SandboxState(configuration: configuration, seeds: seeds, now: clock()))
    }

    /// Runs a change with the present moment of the sandbox.
    func update<Result: Sendable>(_ change: (inout SandboxState, Date) -> Result) -> Result {
        let moment = clock()
        return state.withLock { state in change(&state, moment.addingTimeInterval(state.clockOffset)) }
    }

    func inbox() -> [SandboxMessage] {
        update { state, now in state.inbox(now: now) }
    }

    func reset() {
        let moment = clock()
        state.withLock { $0.reset(now: moment) }
    }
}
