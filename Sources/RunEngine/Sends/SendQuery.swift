import WorkflowModel

/// Which sends a list shows. Command line and API ask with the same.
public struct SendQuery: Equatable, Sendable {
    /// Only those that stand so; nil: all.
    public var states: Set<SendEntry.State>?
    public var workflow: WorkflowName?
    public var run: RunID?
    /// Only sends that stand behind this one in the list, which is how the next page is asked for.
    public var after: SendPlace?
    public var limit: Int

    public init(
        states: Set<SendEntry.State>? = nil, workflow: WorkflowName? = nil, run: RunID? = nil, after: SendPlace? = nil,
        limit: Int = 50
    ) {
        self.states = states
        self.workflow = workflow
        self.run = run
        self.after = after
        self.limit = limit
    }
}

/// Where a send stands in the list of all of them: newest first, then by run, step and item. No two sends have the same place.
public struct SendPlace: Equatable, Sendable {
    public var startedAt: Timestamp
    public var run: RunID
    public var step: StepID
    public var item: Int?

    public init(startedAt: Timestamp, run: RunID, step: StepID, item: Int?) {
        self.startedAt = startedAt
        self.run = run
        self.step = step
        self.item = item
    }

    /// The place as one word, for a page's link or an option.
    public var text: String {
        let place = "\(startedAt.microseconds).\(run).\(step)"
        return item.map { "\(place).\($0)" } ?? place
    }

    /// Nil when it is not the text of a place. Ids have no points in them.
    public init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 4, let microseconds = Int64(parts[0]), !parts[1].isEmpty, !parts[2].isEmpty
        else { return nil }
        if parts.count == 4 {
            guard let item = Int(parts[3]), item >= 0 else { return nil }
            self.item = item
        }
        startedAt = Timestamp(microseconds: microseconds)
        run = RunID(String(parts[1]))
        step = StepID(String(parts[2]))
    }

    /// Whether this one stands in front of the other.
    public func isBefore(_ other: SendPlace) -> Bool {
        if startedAt != other.startedAt { return startedAt > other.startedAt }
        if run != other.run { return run > other.run }
        return (step, item ?? -1) < (other.step, other.item ?? -1)
    }
}

/// Reads the send ledger.
///
/// What implementers owe: the ledger is written together with the records that it tells of, so that it is never ahead or behind.
public protocol SendReading: Sendable {
    /// Newest first. Takes no longer when many runs without sends are in the journal.
    func sends(_ query: SendQuery) async throws(JournalError) -> [SendSummary]
}
