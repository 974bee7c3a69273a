import Randomness
import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// What everybody in a history shares: time, chance, the disk, the process that is alive, and a count of what has happened.
final class SimulatedWorld: Sendable {
    private struct State {
        var random: SplitMix64
        var process: SimulatedProcess?
        var tally = Tally()
        /// Runs that somebody wants to stop while a message of theirs is on its way.
        var cancelWishes: Set<RunID> = []
        /// Runs that somebody has asked to stop.
        var cancelled: Set<RunID> = []
        /// What callers were told, by the number of the call.
        var answers: [Int: IntakeResult] = [:]
        /// When the sender of a run's event was told that it had arrived.
        var deliveredAt: [RunID: Timestamp] = [:]
        var violations: [String] = []
    }

    let simulation: Simulation
    let bug: History.Bug?
    private let state: Mutex<State>

    init(_ simulation: Simulation, seed: UInt64, bug: History.Bug?) {
        self.simulation = simulation
        self.bug = bug
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    var clock: ManualClock { simulation.clock }
    var now: Timestamp { simulation.clock.wallTime }

    func random(_ range: ClosedRange<Int>) -> Int { state.withLock { Int.random(in: range, using: &$0.random) } }
    func chance(_ percent: Int) -> Bool { random(1...100) <= percent }

    /// So many bits for an id.
    func randomBits() -> (UInt16, UInt64) { state.withLock { (UInt16(truncatingIfNeeded: $0.random.next()), $0.random.next()) } }

    func sleep(_ range: ClosedRange<Int>) async { try? await clock.sleep(for: .milliseconds(random(range))) }

    func note(_ happening: String) { state.withLock { $0.tally.add(happening) } }
    var tally: Tally { state.withLock { $0.tally } }

    /// A promise was broken that only shows while it happens.
    func violate(_ text: String) { state.withLock { $0.violations.append(text) } }
    var violations: [String] { state.withLock { $0.violations } }

    /// The process that is alive, if one is.
    var process: SimulatedProcess? {
        get { state.withLock { $0.process } }
        set { state.withLock { $0.process = newValue } }
    }

    // MARK: What people want and know

    func wishToCancel(_ run: RunID) { state.withLock { _ = $0.cancelWishes.insert(run) } }
    func takeCancelWish(_ run: RunID) -> Bool { state.withLock { $0.cancelWishes.remove(run) != nil } }

    /// Asks the process that is alive to stop a run; false when there is none.
    func cancel(_ run: RunID) -> Bool {
        guard let process else { return false }
        state.withLock { _ = $0.cancelled.insert(run) }
        process.roster.send(.cancel, to: run)
        return true
    }

    func isCancelled(_ run: RunID) -> Bool { state.withLock { $0.cancelled.contains(run) } }

    func told(_ answer: IntakeResult, to caller: Int) { state.withLock { $0.answers[caller] = answer } }
    var answers: [Int: IntakeResult] { state.withLock { $0.answers } }

    func delivered(_ run: RunID) { state.withLock { state in state.deliveredAt[run] = state.deliveredAt[run] ?? now } }
    func deliveredAt(_ run: RunID) -> Timestamp? { state.withLock { $0.deliveredAt[run] } }
}

/// How often what has happened.
struct Tally: Equatable, Sendable {
    private(set) var counts: [String: Int] = [:]

    subscript(_ happening: String) -> Int { counts[happening] ?? 0 }

    mutating func add(_ happening: String, _ count: Int = 1) { counts[happening, default: 0] += count }
    mutating func add(_ other: Tally) { counts.merge(other.counts, uniquingKeysWith: +) }
}
