import RunEngine
import Synchronization
import Values
import WorkflowModel

extension InMemoryJournal {
    /// What the journal knows beside the records of runs.
    struct Intake {
        struct OccurrenceKey: Hashable {
            var source: TriggerKey
            var key: String
        }

        var occurrences: [OccurrenceKey: (run: RunID, keptUntil: Timestamp?)] = [:]
        var cursors: [TriggerKey: Value] = [:]
        /// Of open runs only.
        var groups: [RunID: (groups: [RunGroup], isAdmitted: Bool)] = [:]
        var awaited: [RunID: Set<EventKey>] = [:]
        var events: [EventKey: [AwaitedEvent]] = [:]
    }

    public func accept(_ runs: [NewRun]) async throws(JournalError) -> [AcceptedRun] {
        state.withLock { state in runs.map { state.accept($0) } }
    }

    public func admitQueued(at time: Timestamp, only wanted: RunID?) async throws(JournalError) -> [RunID] {
        state.withLock { state in
            var admitted: [RunID] = []
            for (run, place) in state.intake.groups.sorted(by: { $0.key < $1.key }) where !place.isAdmitted {
                // Older ones that this call must leave alone go before it nevertheless.
                guard wanted == nil || wanted == run,
                    place.groups.allSatisfy({ group in
                        let older = wanted == nil ? 0 : state.queuedCount(of: group.key, before: run)
                        return state.openCount(of: group.key, isAdmitted: true) + older < group.limit
                    }),
                    var snapshot = RunSnapshot(records: state.records[run] ?? [])
                else { continue }
                let record = RunRecord.runAdmitted(RunAdmitted(at: time))
                snapshot.apply(record)
                state.records[run]?.append(record)
                state.summaries[run] = snapshot.summary
                state.intake.groups[run]?.isAdmitted = true
                admitted.append(run)
            }
            return admitted
        }
    }

    public func members(ofGroup key: String) async throws(JournalError) -> [RunID] {
        state.withLock { $0.members(of: key) }
    }

    public func cursor(of trigger: TriggerKey) async throws(JournalError) -> Value? {
        state.withLock { $0.intake.cursors[trigger] }
    }

    public func remember(_ cursor: Value, of trigger: TriggerKey) async throws(JournalError) {
        state.withLock { $0.intake.cursors[trigger] = cursor }
    }

    public func post(_ event: AwaitedEvent) async throws(JournalError) -> [RunID]? {
        state.withLock { state in
            guard state.intake.events[event.key]?.contains(where: { $0.id == event.id }) != true else { return nil }
            state.intake.events[event.key, default: []].append(event)
            return state.wake(event.key)
        }
    }

    public func event(_ key: EventKey) async throws(JournalError) -> AwaitedEvent? { state.withLock { $0.event(key) } }

    public func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError) {
        state.withLock { state in
            state.intake.occurrences = state.intake.occurrences.filter { ($0.value.keptUntil ?? now) >= now }
            let awaited = Set(state.intake.awaited.values.joined())
            for (key, events) in state.intake.events where !awaited.contains(key) {
                let kept = events.filter { $0.at >= time }
                state.intake.events[key] = kept.isEmpty ? nil : kept
            }
        }
    }
}

extension InMemoryJournal.State {
    mutating func write(_ entry: JournalEntry) {
        records[entry.run, default: []] += entry.records
        summaries[entry.run] = entry.summary
        for send in entry.sends {
            sends[entry.run, default: []].removeAll { $0.key.step == send.key.step && $0.key.item == send.key.item }
            sends[entry.run, default: []].append(send)
        }
        if let source = entry.planSource, plans[entry.summary.plan] == nil { plans[entry.summary.plan] = source }
        if let awaiting = entry.awaiting {
            intake.awaited[entry.run] = awaiting
            if awaiting.contains(where: { event($0) != nil }) { makeDue(entry.run) }
        }
        if entry.summary.finishedAt != nil {
            intake.groups[entry.run] = nil
            intake.awaited[entry.run] = nil
            _ = wake(.end(of: entry.run))
        }
    }

    mutating func accept(_ new: NewRun) -> AcceptedRun {
        if let source = new.source, let cursor = new.cursor { intake.cursors[source] = cursor }
        var key: InMemoryJournal.Intake.OccurrenceKey?
        if let source = new.source, let occurrence = new.occurrence {
            key = .init(source: source, key: occurrence.key)
            if let known = key.flatMap({ intake.occurrences[$0] }), (known.keptUntil ?? new.start.at) >= new.start.at {
                return AcceptedRun(.duplicate(of: known.run))
            }
        }
        var displaced: [RunID] = [], isQueued = false
        for group in new.start.groups {
            let count = openCount(of: group.key, isAdmitted: nil)
            guard count >= group.limit else { continue }
            if group.onLimit == .skip { return AcceptedRun(.skipped) }
            isQueued = true
            if group.onLimit == .cancelOldest {
                displaced += members(of: group.key).prefix(count - group.limit + 1)
            }
        }
        var records: [RunRecord] = [.runStarted(new.start)]
        if !new.start.groups.isEmpty, !isQueued { records.append(.runAdmitted(RunAdmitted(at: new.start.at))) }
        guard let snapshot = RunSnapshot(records: records) else { preconditionFailure("a run begins with its start") }
        write(
            JournalEntry(
                run: new.start.run, firstSequence: 0, records: records, summary: snapshot.summary, planSource: new.planSource))
        if let key { intake.occurrences[key] = (new.start.run, new.occurrence?.keptUntil) }
        if !new.start.groups.isEmpty { intake.groups[new.start.run] = (new.start.groups, !isQueued) }
        return AcceptedRun(.accepted(new.start.run), isQueued: isQueued, displaced: displaced)
    }

    func members(of group: String) -> [RunID] {
        intake.groups.filter { $0.value.groups.contains { $0.key == group } }.keys.sorted()
    }

    /// - Parameter isAdmitted: nil counts both.
    func openCount(of group: String, isAdmitted: Bool?) -> Int {
        intake.groups.values.count { place in
            (isAdmitted ?? place.isAdmitted) == place.isAdmitted && place.groups.contains { $0.key == group }
        }
    }

    func queuedCount(of group: String, before run: RunID) -> Int {
        intake.groups.count { $0.key < run && !$0.value.isAdmitted && $0.value.groups.contains { $0.key == group } }
    }

    mutating func wake(_ event: EventKey) -> [RunID] {
        let runs = intake.awaited.filter { $0.value.contains(event) }.keys.sorted()
        for run in runs { makeDue(run) }
        return runs
    }

    private mutating func makeDue(_ run: RunID) {
        if case .waiting = summaries[run]?.status { summaries[run]?.status = .waiting(until: Timestamp(microseconds: 0)) }
    }

    func event(_ key: EventKey) -> AwaitedEvent? {
        if let run = key.endedRun { return summaries[run].flatMap { AwaitedEvent(endOf: $0) } }
        return intake.events[key]?.min { ($0.at, $0.id) < ($1.at, $1.id) }
    }
}
