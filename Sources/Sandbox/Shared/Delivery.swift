import CivilDates
import Foundation
import SMSText

/// One message on its way, with everything that decides its state at any moment.
struct Delivery: Sendable, Codable {
    /// What the network will do with it, known from the start.
    enum Fate: Sendable, Equatable, Codable {
        case delivered
        case failed
        case expires
        /// Stays with the operator for ever.
        case stuck
        /// Not handed to the operator at all: blocked, or without consent.
        case refused(Refusal)
    }

    /// Why a message was not handed to the operator.
    enum Refusal: String, Sendable, Codable {
        case blocked = "the number is on the blacklist"
        case withoutConsent = "no consent in İYS"
    }

    let id: Int
    let provider: SandboxMessage.Provider
    let kind: SandboxMessage.Kind
    let sender: String
    let recipient: String
    let text: String
    /// What the provider adds behind the text.
    let suffix: String
    let encoding: SMSEncoding
    let segments: Int
    let orderID: Int
    /// Whether it came with a request for many recipients.
    let isBulk: Bool
    let acceptedAt: Date
    let dueAt: Date
    let fate: Fate
    var cancelledAt: Date?

    func state(at now: Date, timing: DeliveryTiming) -> SandboxMessage.State {
        if let cancelledAt, cancelledAt <= now { return .cancelled }
        let age = now.timeIntervalSince(dueAt)
        if age < 0 { return .scheduled }
        if case .refused = fate { return .failed }
        if age < timing.sentAfter { return .queued }
        if age < timing.finalAfter { return .sent }
        switch fate {
        case .delivered: return .delivered
        case .failed, .refused: return .failed
        case .expires: return .expired
        case .stuck: return .sent
        }
    }

    /// The states up to a moment, each with the time at which it began.
    func history(until now: Date, timing: DeliveryTiming) -> [SandboxMessage.Step] {
        var moments = [dueAt, dueAt.addingTimeInterval(timing.sentAfter), dueAt.addingTimeInterval(timing.finalAfter)]
        if dueAt > acceptedAt { moments.insert(acceptedAt, at: 0) }
        if let cancelledAt { moments = moments.filter { $0 < cancelledAt } + [cancelledAt] }
        var steps: [SandboxMessage.Step] = []
        for moment in moments where moment <= now {
            let state = state(at: moment, timing: timing)
            guard steps.last?.state != state else { continue }
            steps.append(SandboxMessage.Step(state: state, at: CivilTime(utc: moment).rfc3339))
        }
        return steps
    }

    /// What a person wants to know about a message that did not arrive.
    private func reason(in state: SandboxMessage.State) -> String? {
        switch (state, fate) {
        case (.cancelled, _): "cancelled before it was due"
        case (.failed, .refused(let refusal)): refusal.rawValue
        case (.failed, _): "numbers that end with 9001 never arrive"
        case (.expired, _): "numbers that end with 9003 expire"
        case (.sent, .stuck): "numbers that end with 9002 are never reported"
        default: nil
        }
    }

    func message(at now: Date, timing: DeliveryTiming, reports: [Callback]) -> SandboxMessage {
        SandboxMessage(
            id: String(id), provider: provider, kind: kind, sender: sender, recipient: recipient, text: text,
            encoding: encoding.displayName, segments: segments, state: state(at: now, timing: timing),
            reason: reason(in: state(at: now, timing: timing)),
            at: CivilTime(utc: dueAt).rfc3339, orderID: String(orderID),
            history: history(until: now, timing: timing),
            parts: SMSCount.parts(of: text + suffix, encoding: encoding) ?? [text + suffix],
            callbacks: reports.map(SandboxMessage.Report.init))
    }
}
