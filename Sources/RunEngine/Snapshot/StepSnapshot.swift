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
