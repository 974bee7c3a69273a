import Values
import WorkflowModel

/// Brings new runs and events into the journal.
///
/// What implementers owe:
/// - One call is on disk as a whole when it returns, and not at all when it throws.
/// - Occurrences are looked up, groups counted and runs written in one transaction.
public protocol JournalIntake: Sendable {
    /// Starts runs, each on its own: a run whose occurrence is known, or whose group has no room and says `skip`, is left out.
    ///
    /// A run of a group without room that says `queue` or `cancel_oldest` is written without `RunAdmitted`.
    func accept(_ runs: [NewRun]) async throws(JournalError) -> [AcceptedRun]
    /// Admits queued runs whose groups have room, oldest first, and answers which.
    ///
    /// - Parameter run: admits no other, and this one only when its turn has come.
    func admitQueued(at time: Timestamp, only run: RunID?) async throws(JournalError) -> [RunID]
    /// The open runs of a group, admitted or queued, oldest first.
    func members(ofGroup key: String) async throws(JournalError) -> [RunID]
    /// What a trigger remembered last.
    func cursor(of trigger: TriggerKey) async throws(JournalError) -> Value?
    func remember(_ cursor: Value, of trigger: TriggerKey) async throws(JournalError)
    /// Stores an event and makes the runs that wait for it due. Nil: the event was known.
    ///
    /// - Returns: the runs that wait for it.
    func post(_ event: AwaitedEvent) async throws(JournalError) -> [RunID]?
    /// Forgets occurrences whose time is over, and events that came before that time and nobody waits for.
    func forget(eventsBefore time: Timestamp, now: Timestamp) async throws(JournalError)
}

extension JournalIntake {
    public func admitQueued(at time: Timestamp) async throws(JournalError) -> [RunID] {
        try await admitQueued(at: time, only: nil)
    }

    /// The oldest open runs of a group, as many as are beyond its limit: with `cancel_oldest`, those that make room.
    public func oldestBeyondLimit(of group: RunGroup) async throws(JournalError) -> [RunID] {
        let members = try await members(ofGroup: group.key)
        return Array(members.prefix(max(0, members.count - group.limit)))
    }
}

/// A run to be taken in.
public struct NewRun: Sendable {
    public var start: RunStarted
    public var planSource: PlanSource
    public var source: TriggerKey?
    public var occurrence: Occurrence?
    /// Stored for `source`, whether the run is accepted or not.
    public var cursor: Value?

    public init(
        start: RunStarted, planSource: PlanSource, source: TriggerKey? = nil, occurrence: Occurrence? = nil, cursor: Value? = nil
    ) {
        self.start = start
        self.planSource = planSource
        self.source = source
        self.occurrence = occurrence
        self.cursor = cursor
    }
}

/// What became of a new run.
public struct AcceptedRun: Equatable, Sendable {
    public var result: IntakeResult
    /// It waits for its group.
    public var isQueued: Bool
    /// Runs that have to be cancelled to make room (`on_limit: cancel_oldest`): the oldest, whether they run or are queued.
    public var displaced: [RunID]

    public init(_ result: IntakeResult, isQueued: Bool = false, displaced: [RunID] = []) {
        self.result = result
        self.isQueued = isQueued
        self.displaced = displaced
    }
}

extension EventKey {
    private static let endName = "run.finished"

    /// The end of a run, for which `workflow.run` waits.
    public static func end(of run: RunID) -> EventKey { EventKey(name: endName, key: run.rawValue) }

    /// The run whose end this is; nil for other events.
    public var endedRun: RunID? { name == Self.endName ? RunID(key) : nil }
}

extension AwaitedEvent {
    /// The end of a run as an event; nil while it has none.
    public init?(endOf summary: RunSummary) {
        guard summary.status.isFinal, let finishedAt = summary.finishedAt else { return nil }
        self.init(
            .end(of: summary.id), id: "", data: ["status": .string(summary.status.name.rawValue)], at: finishedAt)
    }
}
