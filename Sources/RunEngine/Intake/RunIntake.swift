import Values
import WorkflowModel

/// Takes in events and makes runs of them.
///
/// What implementers owe:
/// - When a call returns, every accepted run is on disk, with its occurrence and cursor; when it throws, none is.
/// - Of several events with the same occurrence, at the same time or years apart, one is accepted; the others learn which.
public protocol RunIntake: Sendable {
    /// Answers in the order of the events.
    func take(_ events: [TriggerEvent]) async throws(IntakeError) -> [IntakeResult]
    /// What a trigger remembered last; nil when it never has.
    func cursor(of trigger: TriggerKey) async throws(IntakeError) -> Value?
    /// Remembers something without starting a run.
    func remember(_ cursor: Value, of trigger: TriggerKey) async throws(IntakeError)
    /// Brings an event to the runs that wait for it or will wait for it soon. True: the event is new.
    func deliver(_ event: AwaitedEvent) async throws(IntakeError) -> Bool
}

/// What became of an event.
public enum IntakeResult: Equatable, Sendable {
    case accepted(RunID)
    /// The event started a run before.
    case duplicate(of: RunID)
    /// No run starts: an earlier one of the trigger or of its group is open.
    case skipped
}

/// Something for which steps may wait (`uses: wait` with `event`).
public struct AwaitedEvent: Equatable, Sendable {
    public var key: EventKey
    /// Of several deliveries with one id the first is kept.
    public var id: String
    public var data: Value
    public var at: Timestamp

    public init(_ key: EventKey, id: String, data: Value, at: Timestamp) {
        self.key = key
        self.id = id
        self.data = data
        self.at = at
    }
}

/// Why an event was not taken in.
public enum IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The trigger or its workflow is not there any more.
    case noSuchTrigger(TriggerKey)
    /// The event does not give the workflow what its inputs need, or an expression over it failed.
    case invalid(TriggerKey, String)
    /// No runs are taken in any more: the daemon is being stopped.
    case draining
    case journal(JournalError)

    public var description: String {
        switch self {
        case .noSuchTrigger(let key): "there is no trigger `\(key)` any more"
        case .invalid(let key, let reason): "trigger `\(key)`: \(reason)"
        case .draining: "no runs are taken in: the daemon is being stopped"
        case .journal(let error): error.message
        }
    }
}
