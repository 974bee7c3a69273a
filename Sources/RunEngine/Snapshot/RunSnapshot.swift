import Values
import WorkflowModel

/// A run as its journal tells it: what the command line, the API and the pages read. Made from records alone; the plan is not
/// needed.
public struct RunSnapshot: Equatable, Sendable {
    public let start: RunStarted
    public internal(set) var updatedAt: Timestamp
    public internal(set) var finishedAt: Timestamp?
    public internal(set) var result: RunResult?
    public internal(set) var isCancelRequested = false
    /// Whether the run may begin; see `RunStarted.groups`.
    public internal(set) var isAdmitted: Bool
    /// In the order of the plan. Steps of `on_failure:` stand here once they have begun.
    public var steps: [StepSnapshot] {
        Array(all[..<start.steps.count]) + all[start.steps.count...].filter { $0.status != .pending }
    }

    /// The steps and behind them those of `on_failure:`.
    var all: [StepSnapshot]
    private var places: [StepID: Int]
    /// Attempts that are going, or were when the process ended.
    private var runningCount = 0
    /// When waiting items go on.
    private var dues: [Trail: Timestamp] = [:]
    /// What snoozed items wait for beside the time.
    private var awaited: [Trail: EventKey] = [:]
    private var heldCount = 0

    private struct Trail: Hashable {
        var step: StepID
        var item: Int?
    }

    public init(start: RunStarted) {
        self.start = start
        updatedAt = start.at
        isAdmitted = start.groups.isEmpty
        all = (start.steps + start.onFailure).map(StepSnapshot.init)
        places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
    }

    /// Nil when the first record does not start a run.
    public init?(records: some Sequence<RunRecord>) {
        var iterator = records.makeIterator()
        guard case .runStarted(let start) = iterator.next() else { return nil }
        self.init(start: start)
        while let record = iterator.next() { apply(record) }
    }

    public var run: RunID { start.run }
    public var workflow: WorkflowName { start.workflow }
    public var startedAt: Timestamp { start.at }

    public var duration: Duration? { finishedAt.map { $0 - start.at } }

    public var status: RunStatus {
        switch result {
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        case nil:
            if !isAdmitted {
                .queued
            } else if runningCount > 0 {
                .running
            } else if let due = nextDue, !isCancelRequested {
                .waiting(until: due)
            } else {
                heldCount > 0 ? .unknown : .running
            }
        }
    }

    /// When something goes on by itself. Steps of `on_failure:` that wait since the run was reopened have no turn before the main
    /// steps are done.
    private var nextDue: Timestamp? {
        guard !dues.isEmpty else { return nil }
        let isMain = { (trail: Trail) in places[trail.step].map { $0 < start.steps.count } ?? false }
        if let due = dues.filter({ isMain($0.key) }).values.min() { return due }
        return all[..<start.steps.count].allSatisfy(\.status.isFinal) ? dues.values.min() : nil
    }

    /// The events that let a waiting step go on before its time, each once.
    public var awaitedEvents: Set<EventKey> { result == nil ? Set(awaited.values) : [] }

    /// The step that failed the run, and why.
    public var failure: (step: StepID, error: NodeFailure)? {
        if case .failed(let step, let error) = result { (step, error) } else { nil }
    }

    public func step(_ id: StepID) -> StepSnapshot? { places[id].map { all[$0] } }

    public var summary: RunSummary {
        RunSummary(
            id: start.run, workflow: start.workflow, plan: start.plan, trigger: start.trigger.id, status: status,
            startedAt: start.at,
            finishedAt: finishedAt, updatedAt: updatedAt)
    }

    /// Takes in the next record. A record of a step that the run does not have changes nothing but the time.
    public mutating func apply(_ record: RunRecord) {
        updatedAt = record.at
        switch record {
        case .runStarted: break
        case .stepSkipped(let record):
            change(record.step) { step in
                step.status = .skipped
                step.skipReason = record.reason
                step.finishedAt = record.at
            }
        case .stepExpanded(let record):
            change(record.step) { step in
                step.status = .running
                step.startedAt = record.at
                step.items = record.items.enumerated().map { ItemSnapshot(index: $0, value: $1) }
                step.isChunked = record.isChunked
            }
        case .attemptStarted(let detail): change(detail.key, record)
        case .attemptResumed(let detail): change(detail.key, record)
        case .attemptFinished(let detail): change(detail.key, record)
        case .attemptResolved(let detail): change(detail.key, record)
        case .stepFinished(let record):
            change(record.step) { step in
                step.status = record.failure == nil ? .succeeded : .failed
                step.error = record.failure
                let outputs = (step.items ?? []).map(\.output)
                step.output = step.isChunked ? Chunk.merged(outputs) : .list(outputs)
                step.finishedAt = record.at
            }
        case .cancelRequested: isCancelRequested = true
        case .runFinished(let record):
            result = record.result
            finishedAt = record.at
            if record.result == .cancelled { closeOpenSteps(at: record.at) }
        case .runAdmitted: isAdmitted = true
        case .runReopened(let record): apply(record)
        }
    }

    private mutating func apply(_ record: RunReopened) {
        result = nil
        finishedAt = nil
        isCancelRequested = false
        isAdmitted = true
        for step in record.pending {
            change(step) { $0.reopen() }
            dues = dues.filter { $0.key.step != step }
            awaited = awaited.filter { $0.key.step != step }
        }
        for place in all.indices where all[place].status == .cancelled { all[place].undoCancel() }
        for key in record.again { reopen(key, to: .waiting, due: record.at) }
        for key in record.held { reopen(key, to: .unknown, due: nil) }
    }

    private mutating func reopen(_ key: AttemptKey, to status: StepStatus, due: Timestamp?) {
        guard let place = places[key.step] else { return }
        all[place].reopen(item: key.item, to: status, due: due)
        if status == .unknown { heldCount += 1 }
        dues[Trail(step: key.step, item: key.item)] = due
    }

    private mutating func change(_ step: StepID, _ body: (inout StepSnapshot) -> Void) {
        guard let place = places[step] else { return }
        body(&all[place])
    }

    /// Hands a record to what has the attempts of that key, and keeps the counts right.
    private mutating func change(_ key: AttemptKey, _ record: RunRecord) {
        guard let place = places[key.step] else { return }
        let before: StepStatus, after: StepStatus, due: Timestamp?
        if let item = key.item {
            guard all[place].items?.indices.contains(item) == true, let change = all[place].take(record, item: item) else {
                return
            }
            (before, after, due) = change
        } else {
            before = all[place].status
            all[place].take(record)
            after = all[place].status
            due = all[place].due
        }
        runningCount += (after == .running ? 1 : 0) - (before == .running ? 1 : 0)
        heldCount += (after == .unknown ? 1 : 0) - (before == .unknown ? 1 : 0)
        let trail = Trail(step: key.step, item: key.item)
        dues[trail] = due
        if case .attemptFinished(let detail) = record, case .snoozed(_, let event) = detail.outcome {
            awaited[trail] = event
        } else {
            awaited[trail] = nil
        }
    }

    private mutating func closeOpenSteps(at time: Timestamp) {
        for place in all.indices where !all[place].status.isFinal && all[place].status != .unknown {
            if place >= start.steps.count, all[place].status == .pending { continue }
            all[place].cancel(at: time)
        }
    }
}
