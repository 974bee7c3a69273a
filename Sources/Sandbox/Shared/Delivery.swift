import Foundation

/// One message on its way, with everything that decides its state at any moment.
struct Delivery: Sendable {
    /// What the network will do with it, known from the start.
    enum Fate: Sendable, Equatable {
        case delivered
        case failed
        case expires
        /// Stays with the operator for ever.
        case stuck
        /// Not handed to the operator at all: blocked, or without consent.
        case refused
    }

    let id: Int
    let provider: SandboxMessage.Provider
    let kind: SandboxMessage.Kind
    let sender: String
    let recipient: String
    let text: String
    let encoding: String
    let segments: Int
    let orderID: Int
    let acceptedAt: Date
    let dueAt: Date
    let fate: Fate
    var isCancelled = false

    func state(at now: Date, timing: DeliveryTiming) -> SandboxMessage.State {
        if isCancelled { return .cancelled }
        let age = now.timeIntervalSince(dueAt)
        if age < 0 { return .scheduled }
        if fate == .refused { return .failed }
        if age < timing.sentAfter { return .queued }
        if age < timing.finalAfter { return .sent }
        switch fate {
        case .delivered: return .delivered
        case .failed, .refused: return .failed
        case .expires: return .expired
        case .stuck: return .sent
        }
    }

    func message(at now: Date, timing: DeliveryTiming) -> SandboxMessage {
        SandboxMessage(
            id: String(id), provider: provider, kind: kind, sender: sender, recipient: recipient, text: text,
            encoding: encoding, segments: segments, state: state(at: now, timing: timing),
            at: CivilTime(utc: dueAt).rfc3339, orderID: String(orderID))
    }
}
