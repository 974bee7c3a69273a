import RunEngine
import Synchronization
import Values
import WorkflowModel

/// A journal in which chosen writes go wrong, to see what the process does then.
public final class FaultyJournal: JournalReading, JournalWriting, JournalIntake, SendReading {
    public enum Fault: String, CaseIterable, Sendable {
        /// The process ends before the records are on disk.
        case crashBefore = "crash before"
        /// The process ends after the records are on disk, before anybody learns of it.
        case crashAfter = "crash after"
        /// The process ends in the middle of it; `onTear` makes of it what the disk would.
        case torn
        /// This write fails, later ones work.
        case full = "disk full"
        /// The write returns before the records are on disk, and they never get there. Every later one is lost as well.
        case lost
        /// This write returns, and is never on disk; later ones are.
        case dropped
    }

    /// What is written.
    public enum Write: String, CaseIterable, Sendable {
        case append, accept, admit, remember, post, forget
    }

    private struct State {
        var count = 0
        var isDead = false
        var isLosing = false
    }

    public let base: any Journal
    private let fault: @Sendable (Int, Write) -> Fault?
    private let onDeath: @Sendable () -> Void
    private let onTear: @Sendable (_ write: () async throws(JournalError) -> Void) async -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - faults: by the number of the write, from 0.
    ///   - onDeath: called when the process ends.
    public convenience init(_ base: any Journal, faults: [Int: Fault], onDeath: @escaping @Sendable () -> Void = {}) {
        self.init(base, onDeath: onDeath) { number, _ in faults[number] }
    }

    /// - Parameters:
    ///   - onTear: given the write that is torn; without it, nothing of the write gets to the disk.
    ///   - fault: what happens to the write of that number.
    public init(
        _ base: any Journal, onDeath: @escaping @Sendable () -> Void = {},
        onTear: @escaping @Sendable (_ write: () async throws(JournalError) -> Void) async -> Void = { _ in },
        fault: @escaping @Sendable (Int, Write) -> Fault?
    ) {
        self.base = base
        self.fault = fault
        self.onDeath = onDeath
        self.onTear = onTear
    }

    /// The process ends now, from outside.
    public func kill() {
        state.withLock { $0.isDead = true }
    }

    /// How many writes were tried.
    public var writeCount: Int { state.withLock { $0.count } }

    public func append(_ entries: [JournalEntry]) async throws(JournalError) {
        try await write(.append) { () async throws(JournalError) in try await base.append(entries) }
    }

    /// Writes, with the fault that is meant for it.
    private func write(_ kind: Write, _ body: () async throws(JournalError) -> Void) async throws(JournalError) {
        let number = state.withLock { state -> Int? in
            if state.isDead { return nil }
            state.count += 1
            return state.count - 1
        }
        guard let number else { throw Self.ended }
        let fault = fault(number, kind)
        let isLosing = state.withLock { state in
            if fault == .crashBefore || fault == .crashAfter || fault == .torn { state.isDead = true }
            if fault == .lost { state.isLosing = true }
            return state.isLosing
        }
        if isLosing, fault != .crashBefore { return }
        switch fault {
        case nil: try await body()
        case .lost, .dropped: break
        case .crashBefore:
            onDeath()
            throw Self.ended
        case .crashAfter:
            try await body()
            onDeath()
            throw Self.ended
        case .torn:
            await onTear(body)
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
        try await write(.accept) { () async throws(JournalError) in accepted = try await base.accept(runs) }
        return accepted
    }

    public func admitQueued(at time: Timestamp, only run: RunID?) async throws(JournalError) -> [RunID] {
        var admitted: [RunID] = []
        try await write(.admit) { () async throws(JournalError) in admitted = try await base.admitQueued(at: time, only: run) }
        return admitted
    }

    public func members(ofGroup key: String) async throws(JournalError) -> [RunID] {
        try await base.members(ofGroup: key)
    }

    public func remember(_ cursor: Value, of trigger: TriggerKey) async throws(JournalError) {
        try await write(.remember) { () async throws(JournalError) in try await base.remember(cursor, of: trigger) }
    }

    public func post(_ event: AwaitedEvent) async throws(JournalError) -> [RunID]? {
        var waiting: [RunID]?
        try await write(.post) { () async throws(JournalError) in waiting = try await base.post(event) }
        return waiting
    }

    public func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError) {
        try await write(.forget) { () async throws(JournalError) in try await base.forget(eventsBefore: time, now: now) }
    }
}
