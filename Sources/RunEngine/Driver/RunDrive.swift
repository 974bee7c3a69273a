import Values
import WorkflowModel

/// One run in the hands of a driver. Belongs to the task that carries it out.
final class RunDrive {
    /// An attempt that has begun and is not with the node runner yet.
    struct Start {
        let key: AttemptKey
        let invocation: NodeInvocation
        let isSend: Bool
    }

    /// An attempt that is with the node runner.
    struct Work {
        var task: Task<Void, Never>
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

    /// A batch with so many records is not made longer by nodes that only compute: other runs want to write too.
    private static let longestBatch = 256

    let driver: RunDriver
    var machine: RunStateMachine
    var snapshot: RunSnapshot
    /// The number of the next record on disk.
    var sequence: Int
    /// What happened and is not on disk.
    var batch: [RunRecord] = []
    /// How the ledger stands after that for the sends that it is about.
    private var sends: [SendEntry] = []
    /// Attempts that go to the node runner once the batch is on disk.
    private var starts: [Start] = []
    var works: [AttemptKey: Work] = [:]
    let mailbox = Mailbox()
    var mode = Mode.going
    /// When sends that are still going are cut off.
    var graceEnd: Timestamp?
    /// The events that the journal knows the run to wait for.
    var awaiting: Set<EventKey>
    /// The time for which an alarm is set, and what waits for it.
    var alarm: (at: Timestamp, task: Task<Void, Never>)?

    init(driver: RunDriver, machine: RunStateMachine, snapshot: RunSnapshot, sequence: Int) {
        self.driver = driver
        self.machine = machine
        self.snapshot = snapshot
        self.sequence = sequence
        awaiting = snapshot.awaitedEvents
    }

    /// Goes on until the run has ended, is held or is given back.
    func carryOut(
        _ first: [RunRecord], commands: [RunCommand], control: RunControl?
    ) async throws(JournalError) {
        var time = driver.now()
        for record in first { note(record) }
        for command in commands { take(command, at: time) }
        control?.deliver(to: mailbox)
        defer { alarm?.task.cancel() }
        while true {
            let wake = conclude(at: time)
            let (records, starts) = try await append()
            for start in starts { act(on: start, at: time) }
            if await noteArrivals(records, at: time) { continue }
            if works.isEmpty, isOver(wake, at: time) { return }
            setAlarm(wake, at: time)
            let letters = await mailbox.take()
            time = driver.now()
            if Task.isCancelled { release(grace: .zero, at: time) }
            for letter in letters { take(letter, at: time) }
        }
    }

    /// Takes in something that happened; it is on disk after the next append.
    func note(_ record: RunRecord) {
        sends.note(machine.sends(after: record))
        machine.fold(record)
        batch.append(record)
        switch record {
        case .attemptStarted(let record): starts.append(start(of: record.key, at: record.at))
        case .attemptResumed(let record): starts.append(start(of: record.key, at: record.at))
        default: break
        }
    }

    /// Notes everything that follows and needs no waiting; says when to ask again.
    private func conclude(at time: Timestamp) -> Timestamp? {
        if mode == .releasing { return nil }
        while true {
            let effects = machine.pendingEffects(at: time)
            let records = effects.compactMap { $0.record(at: time) }
            if records.isEmpty {
                return effects.compactMap { if case .wake(_, let at) = $0 { at } else { nil } }.min()
            }
            for record in records {
                note(record)
                if case .attemptStarted = record { compute(at: time) }
            }
        }
    }

    /// Ends the attempt that was noted last if its node only computes, so that both its records are one append.
    private func compute(at time: Timestamp) {
        guard batch.count < Self.longestBatch, let start = starts.last, !start.isSend,
            let outcome = driver.runner.computed(start.invocation)
        else { return }
        starts.removeLast()
        note(.attemptFinished(machine.finished(start.key, outcome, at: time)))
    }

    /// An event may have come between the look for it and the record that says that a step waits for it.
    private func noteArrivals(_ records: [RunRecord], at time: Timestamp) async -> Bool {
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
    ///
    /// - Returns: what was noted, and the attempts that may go now.
    private func append() async throws(JournalError) -> ([RunRecord], [Start]) {
        guard !batch.isEmpty else { return ([], []) }
        let records = batch, sends = sends, starts = starts
        batch = []
        self.sends = []
        self.starts = []
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
        return (records, starts)
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
