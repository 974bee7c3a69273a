import Values
import WorkflowModel

/// One step of a run.
public struct StepSnapshot: Equatable, Sendable, AttemptTrail {
    public let id: StepID
    public internal(set) var status: StepStatus = .pending
    public internal(set) var skipReason: StepSkipped.Reason?
    /// Empty for a step with items: those have their own.
    public internal(set) var attempts: [AttemptSnapshot] = []
    /// Nil for a step without `for_each`, and before its list is known.
    public internal(set) var items: [ItemSnapshot]?
    /// Whether the items are the chunks of a list that is too long for one request.
    public internal(set) var isChunked = false
    public internal(set) var output: Value = .null
    public internal(set) var error: NodeFailure?
    public internal(set) var startedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?

    init(id: StepID) {
        self.id = id
    }

    public var duration: Duration? {
        guard let startedAt, let finishedAt else { return nil }
        return finishedAt - startedAt
    }

    /// How many attempts were made, items included.
    public var attemptCount: Int { attempts.count + (items ?? []).reduce(0) { $0 + $1.attempts.count } }

    /// How many items are in each of the states that an open step shows.
    private var itemCounts: [StepStatus: Int] = [:]

    /// Takes in a record of one of the items and tells how the item stood before and stands now.
    mutating func take(_ record: RunRecord, item: Int) -> (before: StepStatus, after: StepStatus, due: Timestamp?)? {
        guard let before = items?[item].status else { return nil }
        items?[item].take(record)
        guard let after = items?[item].status else { return nil }
        itemCounts[before, default: 0] -= 1
        itemCounts[after, default: 0] += 1
        if !status.isFinal {
            status = [.running, .waiting, .unknown].first { itemCounts[$0, default: 0] > 0 } ?? .running
        }
        return (before, after, items?[item].due)
    }

    /// The step begins anew; what it tried before stays to be seen.
    mutating func reopen() {
        status = .pending
        skipReason = nil
        error = nil
        finishedAt = nil
        itemCounts = [:]
    }

    /// What failed goes on, at once or when a person has settled it.
    mutating func reopen(item: Int?, to status: StepStatus, due: Timestamp?) {
        error = nil
        finishedAt = nil
        guard let item else {
            reopenTrail(to: status, due: due)
            return
        }
        guard let before = items?[item].status else { return }
        itemCounts[before, default: 0] -= 1
        itemCounts[status, default: 0] += 1
        items?[item].reopenTrail(to: status, due: due)
        self.status = [.running, .waiting, .unknown].first { itemCounts[$0, default: 0] > 0 } ?? .running
    }

    /// Stands as it stood before the run was stopped.
    mutating func undoCancel() {
        finishedAt = nil
        if var items {
            for item in items.indices where items[item].status == .cancelled {
                items[item].status = items[item].attempts.isEmpty ? .pending : .waiting
            }
            self.items = items
            status = .running
            return
        }
        status = attempts.isEmpty ? .pending : .waiting
    }

    /// The run was stopped before the step was done.
    mutating func cancel(at time: Timestamp) {
        status = .cancelled
        finishedAt = time
        for item in (items ?? []).indices where items?[item].status.isFinal == false { items?[item].status = .cancelled }
    }
}

/// One item of a `for_each` step.
public struct ItemSnapshot: Equatable, Sendable, AttemptTrail {
    /// From 0.
    public let index: Int
    /// The element, or with `batch` the list of elements.
    public let value: Value
    public internal(set) var status: StepStatus = .pending
    public internal(set) var attempts: [AttemptSnapshot] = []
    public internal(set) var output: Value = .null
    public internal(set) var error: NodeFailure?
    public internal(set) var startedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?

    init(index: Int, value: Value) {
        self.index = index
        self.value = value
    }
}
