import Values
import WorkflowModel

/// Something happened that may start a run.
public struct TriggerEvent: Sendable, Equatable {
    public var source: TriggerKey
    /// What expressions see as `trigger`; the intake adds `id`.
    public var data: Value
    /// With it, the same event starts one run only, across restarts.
    public var occurrence: Occurrence?
    /// What the trigger remembers from now on, on disk together with the run; nil: as before.
    public var cursor: Value?
    /// When the run should have started, where the trigger knows.
    public var plannedAt: Timestamp?
    /// What to do while earlier runs of the same trigger are open.
    public var overlap: OverlapRule

    public init(
        source: TriggerKey, data: Value, occurrence: Occurrence? = nil, cursor: Value? = nil, plannedAt: Timestamp? = nil,
        overlap: OverlapRule = .allow
    ) {
        self.source = source
        self.data = data
        self.occurrence = occurrence
        self.cursor = cursor
        self.plannedAt = plannedAt
        self.overlap = overlap
    }
}

/// A trigger of a workflow.
public struct TriggerKey: Hashable, Sendable, CustomStringConvertible {
    public var workflow: WorkflowName
    public var trigger: TriggerID

    public init(_ workflow: WorkflowName, _ trigger: TriggerID) {
        self.workflow = workflow
        self.trigger = trigger
    }

    public var description: String { "\(workflow)/\(trigger)" }
}

/// What makes two events the same one, within their trigger.
public struct Occurrence: Hashable, Sendable {
    public var key: String
    /// Until when the key is known; nil: for ever.
    public var keptUntil: Timestamp?

    public init(key: String, keptUntil: Timestamp?) {
        self.key = key
        self.keptUntil = keptUntil
    }
}

/// What a trigger does while earlier runs of its own are open.
public enum OverlapRule: String, CaseIterable, Sendable {
    /// No run starts.
    case skip
    /// The run starts when the earlier ones have ended.
    case queue
    case allow
}
