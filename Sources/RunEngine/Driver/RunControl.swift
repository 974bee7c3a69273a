import Synchronization
import WorkflowModel

/// What can be asked of a run from outside.
public enum RunCommand: Equatable, Sendable {
    /// End the run: no attempt starts any more, sends that have begun are awaited for a while.
    case cancel
    /// End the run, because a newer one of its group takes its place. Several may: unlike `cancel`, asking again cuts nothing short.
    case displace
    /// Let the run go, so that another process can take it over: like `cancel`, but the run stays open.
    case release
    /// Settle a send whose outcome is unknown. Without effect on an attempt that is not held.
    case resolve(AttemptKey, sent: Bool)
    /// An event has come for which steps wait.
    case arrived(EventKey)
    /// Go on with a run that failed or was cancelled. Without effect on any other.
    case retry
}

/// The way to reach a run while a driver has it in hand.
public final class RunControl: Sendable {
    /// What the lock guards.
    private struct State {
        /// Asked before the driver had the run in hand.
        var early: [RunCommand] = []
        var mailbox: Mailbox?
    }

    private let state = Mutex(State())

    public init() {}

    /// Returns at once. A command that arrives after the driver has returned has no effect.
    public func send(_ command: RunCommand) {
        let mailbox = state.withLock { state in
            if state.mailbox == nil { state.early.append(command) }
            return state.mailbox
        }
        mailbox?.put(.command(command))
    }

    /// Whether something was asked that no driver has taken in yet.
    public var isAsked: Bool { state.withLock { !$0.early.isEmpty } }

    /// From now on commands arrive there, beginning with those that were sent before.
    func deliver(to mailbox: Mailbox) {
        state.withLock { state in
            for command in state.early { mailbox.put(.command(command)) }
            state = State(mailbox: mailbox)
        }
    }
}
