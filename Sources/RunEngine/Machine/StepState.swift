import Values
import WorkflowModel

/// Where a step of a run stands, as the machine sees it.
struct StepState: Sendable, Equatable {
    enum Phase: Sendable, Equatable {
        /// Leaves to all others.
        case pending
        /// One item, which is the whole step. Leaves to finished.
        case started
        /// The list of a `for_each` is known. Leaves to finished.
        case expanded
        case finished(StepStatus)
    }

    var phase: Phase = .pending
    /// The elements of a `for_each`, until it is finished.
    var items: [Value] = []
    /// Whether the items are the chunks of a list parameter, and their outputs one output.
    var isChunked = false
    /// The items that have started, in order; the next one to start has the place behind the last.
    var runs: [ItemRun] = []
    /// Places of the items that run or wait, in order.
    var active: [Int] = []
    var heldCount = 0
    var failedCount = 0
    /// The place and failure of the first item that failed, by time.
    var firstFailure: (item: Int, failure: NodeFailure)?
    var failure: NodeFailure?
    /// How many attempts were made before the step began anew; numbers go on from there.
    var attemptsBefore = 0
    /// What expressions see as `steps.<id>`; set when the step is finished.
    var view: Value = .null

    var status: StepStatus? {
        if case .finished(let status) = phase { status } else { nil }
    }

    var isFinished: Bool { status != nil }

    /// Whether an item that is known here has succeeded, or may have without anybody knowing. What a step that succeeded did is not
    /// known here any more.
    var mayHaveSent: Bool {
        runs.contains { $0.phase == .succeeded || $0.phase == .held || $0.doubt != nil || $0.failedInDoubt != nil }
    }

    mutating func finish(_ status: StepStatus, output: Value = .null, failure: NodeFailure? = nil) {
        phase = .finished(status)
        self.failure = failure
        view = [
            "status": .string(status.rawValue), "output": output,
            "error": failure.map { .object($0.members) } ?? .null,
        ]
        active = []
        // What failed may be asked to go on.
        guard status != .failed else { return }
        items = []
        runs = []
    }

    /// The step begins anew.
    mutating func reopen() {
        let attempts = runs.map(\.attempt).max() ?? attemptsBefore
        self = StepState()
        attemptsBefore = attempts
    }

    /// Items that failed, or the whole of a step without items, go on.
    mutating func reopen(slot: Int, isItem: Bool, isHeld: Bool, at time: Timestamp) {
        phase = isItem ? .expanded : .started
        view = .null
        failure = nil
        firstFailure = nil
        failedCount = 0
        runs[slot].reopen(isHeld: isHeld, at: time)
        if isHeld {
            heldCount += 1
        } else if isItem {
            insertActive(slot)
        }
    }

    static func == (left: StepState, right: StepState) -> Bool {
        left.phase == right.phase && left.isChunked == right.isChunked && left.items == right.items && left.runs == right.runs
            && left.active == right.active
            && left.heldCount == right.heldCount && left.failedCount == right.failedCount
            && left.firstFailure?.item == right.firstFailure?.item && left.firstFailure?.failure == right.firstFailure?.failure
            && left.failure == right.failure && left.attemptsBefore == right.attemptsBefore && left.view == right.view
    }
}
