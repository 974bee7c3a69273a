import Values
import WorkflowModel

/// A send that may or may not have been applied and waits for a person.
public struct HeldSend: Equatable, Sendable {
    /// The attempt to settle.
    public let key: AttemptKey
    public let parameters: Value
    /// When the first request of this send may have left.
    public let since: Timestamp
    /// Why nobody knows.
    public let reason: UnknownReason?
}

extension RunSnapshot {
    /// What a person has to settle before the run can go on, in the order of the plan.
    public var heldSends: [HeldSend] {
        all.flatMap { step -> [HeldSend] in
            if let items = step.items { return items.compactMap { $0.heldSend(step.id, item: $0.index) } }
            return [step.heldSend(step.id, item: nil)].compactMap { $0 }
        }
    }
}

extension AttemptTrail {
    fileprivate func heldSend(_ step: StepID, item: Int?) -> HeldSend? {
        guard status == .unknown, let last = attempts.last else { return nil }
        // The attempts since the send was last settled; the first of them that is in doubt began it.
        let start = attempts.lastIndex { $0.resolvedAsSent != nil }.map { $0 + 1 } ?? 0
        let doubtful = attempts[start...].filter { if case .unknown = $0.outcome { true } else { false } }
        var reason: UnknownReason?
        if case .unknown(let found) = doubtful.last?.outcome { reason = found }
        return HeldSend(
            key: AttemptKey(step: step, item: item, attempt: last.number),
            parameters: attempts.last { $0.startedAt != nil }?.parameters ?? .null,
            since: doubtful.first?.startedAt ?? last.startedAt ?? last.finishedAt ?? Timestamp(microseconds: 0), reason: reason)
    }
}
