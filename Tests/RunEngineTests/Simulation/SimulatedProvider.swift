import Randomness
import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// A provider of messages behind a bad line: it applies requests, loses answers, throttles and breaks, as a seed tells it.
final class SimulatedProvider: Sendable {
    /// What happens to one request.
    enum Fault: Equatable, Sendable {
        case none
        /// No connection: surely not applied.
        case refused
        /// It did not leave: the rate of the account is used up, for a moment or for longer than a repeat is recognised.
        case kept
        /// Surely not applied; come back later.
        case throttled
        /// The connection breaks before the request is applied, which the sender cannot know.
        case resetBefore
        /// The connection breaks after the request was applied.
        case resetAfter
        /// Applied, and never answered.
        case silent
        /// Answered with an error of the provider's own, applied or not.
        case serverError(applied: Bool)
        /// The sending process is killed while the request is on its way.
        case killsSender(applied: Bool)
    }

    struct Message: Equatable, Sendable {
        var body: String
        /// Two providers know nothing of what the other one was sent.
        var provider: String
        var at: Timestamp
    }

    /// What the provider answers.
    enum Answer: Sendable {
        case accepted
        case duplicate
    }

    private struct State {
        var random: SplitMix64
        var inbox: [Message] = []
    }

    private let state: Mutex<State>
    private let simulation: Simulation
    /// How long repeats are recognised.
    private static let window = Duration.seconds(600)

    init(_ simulation: Simulation, seed: UInt64) {
        self.simulation = simulation
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    /// Messages that were really sent, in order.
    var inbox: [Message] { state.withLock { $0.inbox } }

    func random(_ range: ClosedRange<Int>) -> Int { state.withLock { Int.random(in: range, using: &$0.random) } }

    func nextFault() -> Fault {
        switch random(0...99) {
        case 0..<50: .none
        case 50..<54: .refused
        case 54..<58: .kept
        case 58..<66: .throttled
        case 66..<72: .resetBefore
        case 72..<78: .resetAfter
        case 78..<84: .silent
        case 84..<88: .serverError(applied: true)
        case 88..<92: .serverError(applied: false)
        case 92..<96: .killsSender(applied: true)
        default: .killsSender(applied: false)
        }
    }

    /// A request that has left arrives, whatever becomes of its sender. A repeat inside the window is recognised where the
    /// provider promises that (`guarded`).
    func arrive(_ body: String, through provider: String, after latency: Duration, isGuarded: Bool, _ answer: Box<Answer>) {
        let clock = simulation.clock
        Task(executorPreference: simulation.executor) {
            try? await clock.sleep(for: latency)
            let now = clock.wallTime
            self.state.withLock { state in
                let isRepeat =
                    isGuarded && state.inbox.contains { $0.body == body && $0.provider == provider && now - $0.at <= Self.window }
                if !isRepeat { state.inbox.append(Message(body: body, provider: provider, at: now)) }
                answer.set(isRepeat ? .duplicate : .accepted)
            }
        }
    }
}

/// A process that can be killed: from then on nothing of it reaches the disk or the line.
final class SimulatedProcess: Sendable {
    private struct State {
        var isDead = false
        var task: Task<Void, Never>?
        var onKill: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var isDead: Bool { state.withLock { $0.isDead } }

    /// What is cut off when the process is killed.
    func adopt(_ task: Task<Void, Never>) {
        let isDead = state.withLock { state in
            state.task = task
            return state.isDead
        }
        if isDead { task.cancel() }
    }

    func onKill(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onKill = body }
    }

    func kill() {
        let (task, body) = state.withLock { state in
            state.isDead = true
            return (state.task, state.onKill)
        }
        body?()
        task?.cancel()
    }
}

/// Sends what steps ask for to the provider, with the care that node runners owe.
struct SimulatedRunner: NodeRunner {
    let provider: SimulatedProvider
    let process: SimulatedProcess
    let clock: ManualClock

    func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        do {
            try await clock.sleep(for: .milliseconds(provider.random(1...3000)))
        } catch {
            return .failed(NodeFailure(code: "timeout", class: .unavailable, message: "no connection in time"))
        }
        if invocation.node == NodeName("read") { return provider.random(0...4) == 0 ? .down : .succeeded(["ok": true]) }
        guard !process.isDead else { return .down }
        return await send(invocation)
    }

    private func send(_ invocation: NodeInvocation) async -> NodeOutcome {
        let body = invocation.parameters["id"]?.stringValue ?? ""
        let isGuarded = invocation.parameters["guarded"] == true
        let fault = provider.nextFault()
        let latency = Duration.milliseconds(provider.random(1...6000))
        let answer = Box<SimulatedProvider.Answer>()
        switch fault {
        case .refused: return .down
        case .kept:
            let wait = provider.random(0...4) == 0 ? provider.random(1...700) : provider.random(1...9)
            return .snoozed(until: clock.wallTime + .seconds(wait))
        case .throttled:
            return .failed(
                NodeFailure(code: "429", class: .rateLimited, message: "slow down", retryAfter: .seconds(provider.random(1...30)))
            )
        case .none, .resetAfter, .silent, .serverError(applied: true), .killsSender(applied: true):
            provider.arrive(body, through: invocation.node.rawValue, after: latency, isGuarded: isGuarded, answer)
        case .resetBefore, .serverError(applied: false), .killsSender(applied: false): break
        }
        if case .killsSender = fault { process.kill() }
        do {
            try await clock.sleep(for: fault == .silent ? .seconds(3600) : latency + .milliseconds(1))
        } catch {
            return .unknown(UnknownReason(.timeout, message: "no answer in time"))
        }
        switch fault {
        case .none:
            if case .duplicate = answer.value, !invocation.isResend {
                return .failed(NodeFailure(code: "451", class: .duplicate, message: "sent before"))
            }
            return .succeeded(["id": .string(body)])
        case .serverError: return .unknown(UnknownReason(.serverError, message: "500"))
        default: return .unknown(UnknownReason(.reset, message: "the connection broke"))
        }
    }
}
