import Randomness
import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// A provider of messages behind a bad line: it applies requests, loses answers, throttles and breaks, as a seed tells it.
final class SimulatedProvider: Sendable {
    /// What happens to one request.
    enum Fault: String, CaseIterable, Sendable {
        case none = "answered"
        /// No connection: surely not applied.
        case refused
        /// It did not leave: the rate of the account is used up, for a moment or for longer than a repeat is recognised.
        case kept = "kept back"
        /// Surely not applied; come back later.
        case throttled
        /// The account cannot do it; another provider may.
        case noCredit = "no credit"
        /// Nobody can do it.
        case refusedText = "text refused"
        /// The connection breaks before the request is applied, which the sender cannot know.
        case resetBefore = "reset, not applied"
        /// The connection breaks after the request was applied.
        case resetAfter = "reset, applied"
        /// Applied, and never answered.
        case silent = "timed out, applied"
        /// Applied only after the sender has given up.
        case slow
        /// Answered with an error of the provider's own, applied or not.
        case errorAfter = "error, applied"
        case errorBefore = "error, not applied"
        /// The sending process is killed while the request is on its way.
        case killsAfter = "sender killed, applied"
        case killsBefore = "sender killed, not applied"

        var isApplied: Bool {
            switch self {
            case .none, .resetAfter, .silent, .slow, .errorAfter, .killsAfter: true
            case .refused, .kept, .throttled, .noCredit, .refusedText, .resetBefore, .errorBefore, .killsBefore: false
            }
        }

        var isDeadly: Bool { self == .killsAfter || self == .killsBefore }

        /// How likely it is, of a hundred.
        fileprivate var weight: Int {
            switch self {
            case .none: 44
            case .refused, .kept, .noCredit, .slow, .errorAfter, .errorBefore, .killsAfter, .killsBefore: 4
            case .throttled: 7
            case .resetBefore, .resetAfter: 5
            case .silent: 5
            case .refusedText: 2
            }
        }
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

    private let messages = Mutex<[Message]>([])
    private let world: SimulatedWorld
    /// How long repeats are recognised.
    static let window = Duration.seconds(600)

    init(_ world: SimulatedWorld) {
        self.world = world
    }

    /// Messages that were really sent, in order.
    var inbox: [Message] { messages.withLock { $0 } }

    /// - Parameter mayKill: false for the last process, which nobody would follow.
    func nextFault(mayKill: Bool) -> Fault {
        var place = world.random(0...99)
        for fault in Fault.allCases {
            place -= fault.weight
            guard place < 0 else { continue }
            return fault.isDeadly && !mayKill ? .none : fault
        }
        return .none
    }

    /// A request that has left arrives, whatever becomes of its sender. A repeat inside the window is recognised where the
    /// provider promises that (`guarded`).
    func arrive(_ body: String, through provider: String, after latency: Duration, isGuarded: Bool, _ answer: Box<Answer>) {
        let clock = world.clock
        Task(executorPreference: world.simulation.executor) {
            try? await clock.sleep(for: latency)
            let now = clock.wallTime
            let isRepeat = self.messages.withLock { messages in
                let isRepeat =
                    isGuarded && messages.contains { $0.body == body && $0.provider == provider && now - $0.at <= Self.window }
                if !isRepeat { messages.append(Message(body: body, provider: provider, at: now)) }
                return isRepeat
            }
            answer.set(isRepeat ? .duplicate : .accepted)
        }
    }
}
