import RunEngine
import Synchronization
import Values
import WorkflowModel

/// A journal in which chosen appends go wrong, to see what the process does then.
public final class FaultyJournal: JournalReading, JournalWriting, JournalIntake, SendReading {
    public enum Fault: Sendable {
        /// The process ends before the records are on disk.
        case crashBefore
        /// The process ends after the records are on disk, before anybody learns of it.
        case crashAfter
        /// This append fails, later ones work.
        case full
        /// The append returns before the records are on disk, and they never get there. Every later one is lost as well.
        case lost
    }

    private struct State {
        var count = 0
        var isDead = false
        var isLosing = false
    }

    public let base: InMemoryJournal
    private let faults: [Int: Fault]
    private let onDeath: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - faults: by the number of the append, from 0.
    ///   - onDeath: called when the process ends.
    public init(_ base: InMemoryJournal, faults: [Int: Fault], onDeath: @escaping @Sendable () -> Void = {}) {
        self.base = base
        self.faults = faults
        self.onDeath = onDeath
    }

    /// The process ends now, from outside.
    public func kill() {
        state.withLock { $0.isDead = true }
    }

    public var appendCount: Int { state.withLock { $0.count } }

    public func append(_ entries: [JournalEntry]) async throws(JournalError) {
        try await write { () async throws(JournalError) in try await base.append(entries) }
    }

    /// Does something that counts as an append, with the fault that is meant for it.
    private func write(_ body: () async throws(JournalError) -> Void) async throws(JournalError) {
        let (fault, isDead, isLosing) = state.withLock { state in
            let fault = faults[state.count]
            state.count += 1
            if fault == .crashBefore || fault == .crashAfter { state.isDead = true }
            if fault == .lost { state.isLosing = true }
            return (fault, state.isDead && fault == nil, state.isLosing)
        }
        if isDead { throw Self.ended }
        if isLosing, fault != .crashBefore { return }
        switch fault {
        case nil, .lost: try await body()
        case .crashBefore:
            onDeath()
            throw Self.ended
        case .crashAfter:
            try await body()
            onDeath()
            throw Self.ended
        case .full: throw JournalError(.full, message: "no room left")
        }
    }

    private static let ended = JournalError(.closed, message: "the process has ended")

    public func records(of run: RunID) async throws(JournalError) -> [RunRecord] { try await base.records(of: run) }
    public func summary(of run: RunID) async throws(JournalError) -> RunSummary? { try await base.summary(of: run) }
    public func runs(_ query: RunQuery) async throws(JournalError) -> [RunSummary] { try await base.runs(query) }
    public func openRuns() async throws(JournalError) -> [RunSummary] { try await base.openRuns() }
    public func dueRuns(at time: Timestamp, limit: Int) async throws(JournalError) -> [RunID] {
        try await base.dueRuns(at: time, limit: limit)
    }

    public func nextDue(after time: Timestamp) async throws(JournalError) -> Timestamp? { try await base.nextDue(after: time) }
    public func planSource(_ hash: PlanHash) async throws(JournalError) -> PlanSource? { try await base.planSource(hash) }
    public func sends(_ query: SendQuery) async throws(JournalError) -> [SendSummary] { try await base.sends(query) }
    public func event(_ key: EventKey) async throws(JournalError) -> AwaitedEvent? { try await base.event(key) }
    public func cursor(of trigger: TriggerKey) async throws(JournalError) -> Value? { try await base.cursor(of: trigger) }

    public func accept(_ runs: [NewRun]) async throws(JournalError) -> [AcceptedRun] {
        var accepted: [AcceptedRun] = []
        try await write { () async throws(JournalError) in accepted = try await base.accept(runs) }
        return accepted
    }

    public func admitQueued(at time: Timestamp) async throws(JournalError) -> [RunID] {
        var admitted: [RunID] = []
        try await write { () async throws(JournalError) in admitted = try await base.admitQueued(at: time) }
        return admitted
    }

    public func remember(_ cursor: Value, of trigger: TriggerKey) async throws(JournalError) {
        try await write { () async throws(JournalError) in try await base.remember(cursor, of: trigger) }
    }

    public func post(_ event: AwaitedEvent) async throws(JournalError) -> [RunID]? {
        var waiting: [RunID]?
        try await write { () async throws(JournalError) in waiting = try await base.post(event) }
        return waiting
    }

    public func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError) {
        try await write { () async throws(JournalError) in try await base.forget(eventsBefore: time, now: now) }
    }
}
