import RunEngine

/// Hands events to an intake, so that one bad event does not hold up the others.
struct EventDelivery: Sendable {
    let intake: any RunIntake

    /// What became of one event.
    enum Outcome: Sendable {
        case taken(IntakeResult)
        /// It will never be taken: its trigger is gone, or the event does not fit the workflow.
        case refused(IntakeError)
        /// It may be taken later: the journal cannot be written to, or the daemon is being stopped.
        case postponed(IntakeError)
    }

    /// In the order of the events. After the first `postponed` all others are.
    func deliver(_ events: [TriggerEvent]) async -> [Outcome] {
        if events.isEmpty { return [] }
        do throws(IntakeError) {
            return try await intake.take(events).map(Outcome.taken)
        } catch {
            guard error.isFinal else { return events.map { _ in .postponed(error) } }
            if events.count == 1 { return [.refused(error)] }
            // One of them was refused and none was taken: halve until it stands alone.
            let middle = events.count / 2
            let first = await deliver(Array(events[..<middle]))
            if case .postponed(let error) = first.last { return first + events[middle...].map { _ in .postponed(error) } }
            return first + (await deliver(Array(events[middle...])))
        }
    }
}

extension IntakeError {
    /// Whether the same event would be refused again.
    var isFinal: Bool {
        switch self {
        case .noSuchTrigger, .invalid: true
        case .draining, .journal: false
        }
    }
}
