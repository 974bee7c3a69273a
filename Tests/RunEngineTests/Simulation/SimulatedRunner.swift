import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// Does what steps ask for, with the care that node runners owe; unless the history has a bug in it.
struct SimulatedRunner: NodeRunner {
    let world: SimulatedWorld
    let provider: SimulatedProvider
    weak let process: SimulatedProcess?
    let journal: any JournalReading

    private var clock: ManualClock { world.clock }

    func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        if let query = invocation.query { return await ask(query, invocation) }
        do {
            try await clock.sleep(for: .milliseconds(world.random(1...2000)))
        } catch {
            return .failed(NodeFailure(code: "timeout", class: .unavailable, message: "no connection in time"))
        }
        switch invocation.node.rawValue {
        case "read": return world.chance(15) ? .down : .succeeded(["ok": true])
        case "wait": return await wait(invocation)
        default:
            guard let process, !process.isDead else { return .down }
            return await send(invocation, process)
        }
    }

    /// Waits for a time, or for an event and no longer than a time.
    private func wait(_ invocation: NodeInvocation) async -> NodeOutcome {
        let due = invocation.firstStartedAt + .seconds(invocation.parameters["seconds"]?.intValue ?? 0)
        guard let key = invocation.parameters["event"]?.stringValue else {
            return clock.wallTime < due ? .snoozed(until: due) : .succeeded(["waited": true])
        }
        let event = EventKey(name: History.eventName, key: key)
        if let found = (try? await journal.event(event)) ?? nil { return .succeeded(["arrived": true, "event": found.data]) }
        return clock.wallTime < due ? .snoozed(until: due, awaiting: event) : .succeeded(["arrived": false])
    }

    /// Looks into the provider's list, as far as it can be reached.
    private func ask(_ query: OutcomeQuery, _ invocation: NodeInvocation) async -> NodeOutcome {
        let undecided = NodeOutcome.unknown(UnknownReason(.undecided, message: "nobody can tell"))
        guard (try? await clock.sleep(for: .milliseconds(world.random(1...2000)))) != nil, let process, !process.isDead,
            let doubt = invocation.doubt
        else { return undecided }
        if world.chance(8), !process.isLast {
            world.note("asked: killed")
            process.kill()
            return undecided
        }
        if world.chance(8) { return .snoozed(until: clock.wallTime + .seconds(world.random(1...90))) }
        guard !world.chance(20) else {
            world.note("asked: nobody answers")
            return undecided
        }
        let body = invocation.parameters["id"]
        if provider.inbox.contains(where: { .string($0.body) == body && $0.provider == invocation.node.rawValue }) {
            world.note("asked: sent")
            return .succeeded(["id": body ?? .null])
        }
        guard invocation.now - doubt.arose >= query.notSentAfter else {
            world.note("asked: too early")
            return undecided
        }
        world.note("asked: not sent")
        return .failed(NodeFailure(code: "not_sent", class: .unavailable, message: "it is not there"))
    }

    private func send(_ invocation: NodeInvocation, _ process: SimulatedProcess) async -> NodeOutcome {
        let body = invocation.parameters["id"]?.stringValue ?? ""
        let isGuarded = invocation.parameters["guarded"] == true
        let fault = provider.nextFault(mayKill: !process.isLast)
        let latency = Duration.milliseconds(fault == .slow ? world.random(6000...9000) : world.random(1...4000))
        world.note("line: \(fault.rawValue)")
        if world.takeCancelWish(invocation.run) { cancelSoon(invocation.run, within: latency) }
        let answer = Box<SimulatedProvider.Answer>()
        switch fault {
        case .refused: return .down
        case .kept:
            let wait = world.chance(20) ? world.random(1...700) : world.random(1...9)
            return .snoozed(until: clock.wallTime + .seconds(wait))
        case .throttled:
            return .failed(
                NodeFailure(code: "429", class: .rateLimited, message: "slow down", retryAfter: .seconds(world.random(1...30))))
        case .noCredit: return .failed(NodeFailure(code: "105", class: .balance, message: "no credit"))
        case .refusedText: return .failed(NodeFailure(code: "404", class: .input, message: "the text is empty"))
        default: break
        }
        if fault.isApplied {
            provider.arrive(body, through: invocation.node.rawValue, after: latency, isGuarded: isGuarded, answer)
        }
        if fault.isDeadly { process.kill() }
        let outcome = await answered(fault, latency, answer, invocation)
        if case .unknown = outcome, world.bug == .failsOverInDoubt, invocation.node != History.plainSend { return .down }
        return outcome
    }

    /// What the sender sees of a request that has left.
    private func answered(
        _ fault: SimulatedProvider.Fault, _ latency: Duration, _ answer: Box<SimulatedProvider.Answer>,
        _ invocation: NodeInvocation
    ) async -> NodeOutcome {
        do {
            try await clock.sleep(for: fault == .silent ? .seconds(3600) : latency + .milliseconds(1))
        } catch {
            if world.bug == .takesCancelledForFailed, world.isCancelled(invocation.run) { return .down }
            return .unknown(UnknownReason(.timeout, message: "no answer in time"))
        }
        switch fault {
        case .none, .slow:
            guard case .duplicate = answer.value else { return .succeeded(["id": invocation.parameters["id"] ?? .null]) }
            guard invocation.isResend else {
                return .failed(NodeFailure(code: "451", class: .duplicate, message: "sent before"))
            }
            world.note("resend recognised")
            return .succeeded(["id": invocation.parameters["id"] ?? .null])
        case .errorAfter, .errorBefore: return .unknown(UnknownReason(.serverError, message: "500"))
        default: return .unknown(UnknownReason(.reset, message: "the connection broke"))
        }
    }

    /// Somebody stops the run while the request is on its way.
    private func cancelSoon(_ run: RunID, within latency: Duration) {
        let wait = world.random(0...Int(latency.microseconds / 1000)), isImpatient = world.chance(40)
        Task(executorPreference: world.simulation.executor) { [world] in
            try? await world.clock.sleep(for: .milliseconds(wait))
            guard world.cancel(run), isImpatient else { return }
            try? await world.clock.sleep(for: .seconds(1))
            if world.cancel(run) { world.note("cancelled twice") }
        }
    }
}
