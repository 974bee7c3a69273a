import Values
import WorkflowModel

/// One run in the hands of a driver.
struct RunDrive {
    /// What the driver waits for.
    enum Event: Sendable {
        /// There may be something in the mailbox.
        case ended
        case alarm(Timestamp)
        case command(RunCommand)
        /// Nobody sends commands any more.
        case silence
    }

    /// An attempt that is with the node runner.
    struct Work {
        var task: Task<NodeOutcome, Never>
        var deadline: Timestamp
        var isSend: Bool
        /// Its task was cancelled because the run is given away; what it answers is not a result.
        var isDropped = false
    }

    enum Mode {
        case going
        /// The run ends once no attempt is going.
        case cancelling
        /// The run is left as it is once no attempt is going.
        case releasing
    }

    let driver: RunDriver
    var machine: RunStateMachine
    var snapshot: RunSnapshot
    /// The number of the next record on disk.
    var sequence: Int
    /// What happened and is not on disk.
    var batch: [RunRecord] = []
    /// How the ledger stands after that for the sends that it is about.
    private var sends: [SendEntry] = []
    var works: [AttemptKey: Work] = [:]
    let mailbox = Mailbox()
    var mode = Mode.going
    /// When sends that are still going are cut off.
    var graceEnd: Timestamp?
    /// The events that the journal knows the run to wait for.
    var awaiting: Set<EventKey>
    /// The earliest time for which an alarm is set.
    var alarm: Timestamp?

    init(driver: RunDriver, machine: RunStateMachine, snapshot: RunSnapshot, sequence: Int) {
        self.driver = driver
        self.machine = machine
        self.snapshot = snapshot
        self.sequence = sequence
        awaiting = snapshot.awaitedEvents
    }

    /// Goes on until the run has ended, is held or is given back.
    mutating func carryOut(
        _ first: [RunRecord], commands: [RunCommand], control: RunControl?, in group: inout TaskGroup<Event>
    ) async throws(JournalError) {
        var time = driver.now()
        for record in first { note(record) }
        for command in commands { take(command, at: time) }
        if let control { Self.listen(to: control, &group) }
        while true {
            let wake = conclude(at: time)
            let records = try await append()
            for record in records { act(on: record, at: time, &group) }
            if await noteArrivals(records, at: time) { continue }
            if works.isEmpty, isOver(wake, at: time) { return }
            setAlarm(wake, at: time, &group)
            guard let event = await group.next() else { preconditionFailure("a run that is not over waits for something") }
            time = driver.now()
            if Task.isCancelled { release(grace: .zero, at: time) }
            take(event, control, at: time, &group)
        }
    }

    /// Takes in something that happened; it is on disk after the next append.
    mutating func note(_ record: RunRecord) {
        if let send = machine.send(after: record) {
            sends.removeAll { $0.key.step == send.key.step && $0.key.item == send.key.item }
            sends.append(send)
        }
        machine.fold(record)
        batch.append(record)
    }

    /// Notes everything that follows and needs no waiting; says when to ask again.
    private mutating func conclude(at time: Timestamp) -> Timestamp? {
        if mode == .releasing { return nil }
        while true {
            let effects = machine.pendingEffects(at: time)
            let records = effects.compactMap { $0.record(at: time) }
            if records.isEmpty {
                return effects.compactMap { if case .wake(_, let at) = $0 { at } else { nil } }.min()
            }
            for record in records { note(record) }
        }
    }

    /// An event may have come between the look for it and the record that says that a step waits for it.
    private mutating func noteArrivals(_ records: [RunRecord], at time: Timestamp) async -> Bool {
        guard mode == .going else { return false }
        var hasArrived = false
        for case .attemptFinished(let record) in records {
            guard case .snoozed(_, let event?) = record.outcome, (try? await driver.journal.event(event)) ?? nil != nil else {
                continue
            }
            note(.attemptResumed(AttemptResumed(key: record.key, at: time)))
            hasArrived = true
        }
        return hasArrived
    }

    /// Brings what was noted to disk.
    private mutating func append() async throws(JournalError) -> [RunRecord] {
        guard !batch.isEmpty else { return [] }
        let records = batch
        batch = []
        let sends = sends
        self.sends = []
        for record in records { snapshot.apply(record) }
        let awaited = snapshot.awaitedEvents
        try await write(
            JournalEntry(
                run: snapshot.run, firstSequence: sequence, records: records, summary: snapshot.summary,
                planSource: sequence == 0 ? machine.plan.source : nil, awaiting: awaited == awaiting ? nil : awaited, sends: sends
            ))
        awaiting = awaited
        sequence += records.count
        if let observer = driver.observer {
            for record in records { observer.observe(record, in: snapshot, of: machine.plan) }
        }
        return records
    }

    /// Appends, and tries again for a while when the failure may pass. A run that has not begun is given up at once.
    private func write(_ entry: JournalEntry) async throws(JournalError) {
        for wait in sequence == 0 ? [] : driver.options.patience {
            do throws(JournalError) {
                return try await driver.journal.append([entry])
            } catch {
                guard error.code == .full || error.code == .busy, !Task.isCancelled else { throw error }
                try? await driver.clock.sleep(for: wait)
            }
        }
        try await driver.journal.append([entry])
    }

    private func isOver(_ wake: Timestamp?, at time: Timestamp) -> Bool {
        guard let wake, mode == .going else { return true }
        guard let longest = driver.options.longestWait else { return false }
        return wake - time > longest
    }
}
