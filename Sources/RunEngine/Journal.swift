import Values
import WorkflowModel

/// Where runs live: everything that happened, in order, on stable storage.
public typealias Journal = JournalReading & JournalWriting & JournalIntake & SendReading

/// Appends to the journal.
///
/// What implementers owe:
/// - When a call returns, its records survive the loss of power. When it throws, none of them is there.
/// - Entries of one call are written together or not at all.
/// - An entry whose `firstSequence` is not the run's next one is refused with `.conflict`: two writers never share a run.
/// - After a failure that passes (a full disk), later calls work again.
public protocol JournalWriting: Sendable {
    func append(_ entries: [JournalEntry]) async throws(JournalError)
}

/// Reads the journal.
///
/// What implementers owe: a reader sees whole appends, in order, and never waits for a writer.
public protocol JournalReading: Sendable {
    /// The records of a run in order; empty when there is no such run.
    func records(of run: RunID) async throws(JournalError) -> [RunRecord]
    func summary(of run: RunID) async throws(JournalError) -> RunSummary?
    /// Newest first.
    func runs(_ query: RunQuery) async throws(JournalError) -> [RunSummary]
    /// Every run without an end, oldest first: running, waiting and those that a person has to settle.
    func openRuns() async throws(JournalError) -> [RunSummary]
    /// Waiting runs whose time has come by then, the longest overdue first.
    func dueRuns(at time: Timestamp, limit: Int) async throws(JournalError) -> [RunID]
    /// When the next waiting run goes on that is not due at that time.
    func nextDue(after time: Timestamp) async throws(JournalError) -> Timestamp?
    /// What a plan was made from, by its hash.
    func planSource(_ hash: PlanHash) async throws(JournalError) -> PlanSource?
    /// An event that came, or the end of a run (`EventKey.end`); nil when it has not come yet.
    func event(_ key: EventKey) async throws(JournalError) -> AwaitedEvent?
}

/// Records that go to one run together.
public struct JournalEntry: Sendable {
    public var run: RunID
    /// The sequence number of the first record; a run's first record has 0.
    public var firstSequence: Int
    public var records: [RunRecord]
    /// The run as it stands after these records.
    public var summary: RunSummary
    /// Stored under `summary.plan` unless it is there already; needed with the first record of a run.
    public var planSource: PlanSource?
    /// The events for which steps of the run wait from now on; nil: the same as before.
    public var awaiting: Set<EventKey>?
    /// Sends that stand otherwise after these records, each once.
    public var sends: [SendEntry]

    public init(
        run: RunID, firstSequence: Int, records: [RunRecord], summary: RunSummary, planSource: PlanSource? = nil,
        awaiting: Set<EventKey>? = nil, sends: [SendEntry] = []
    ) {
        self.run = run
        self.firstSequence = firstSequence
        self.records = records
        self.summary = summary
        self.planSource = planSource
        self.awaiting = awaiting
        self.sends = sends
    }
}

/// One line about a run: what lists show and what a restart needs to know.
public struct RunSummary: Equatable, Sendable {
    public var id: RunID
    public var workflow: WorkflowName
    public var plan: PlanHash
    public var trigger: TriggerID?
    public var status: RunStatus
    public var startedAt: Timestamp
    public var finishedAt: Timestamp?
    public var updatedAt: Timestamp

    public init(
        id: RunID, workflow: WorkflowName, plan: PlanHash, trigger: TriggerID?, status: RunStatus, startedAt: Timestamp,
        finishedAt: Timestamp?, updatedAt: Timestamp
    ) {
        self.id = id
        self.workflow = workflow
        self.plan = plan
        self.trigger = trigger
        self.status = status
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.updatedAt = updatedAt
    }
}

/// Which runs a list shows.
public struct RunQuery: Equatable, Sendable {
    public var workflow: WorkflowName?
    /// Nil: any status.
    public var statuses: Set<RunStatus.Name>?
    /// Only runs with a smaller id, which is how the next page is asked for.
    public var before: RunID?
    public var limit: Int

    public init(workflow: WorkflowName? = nil, statuses: Set<RunStatus.Name>? = nil, before: RunID? = nil, limit: Int = 50) {
        self.workflow = workflow
        self.statuses = statuses
        self.before = before
        self.limit = limit
    }
}
