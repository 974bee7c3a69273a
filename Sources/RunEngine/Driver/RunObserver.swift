import WorkflowModel

/// Sees what happens in runs, for live progress and measurement.
///
/// What implementers owe: `observe` returns soon, since the run goes on only after it. It is called for each record in order,
/// after the record is on disk; of several runs, from several threads.
public protocol RunObserver: Sendable {
    func observe(_ run: RunID, _ record: RunRecord)

    /// The same for observers that need to know more of the run. The driver calls this one.
    ///
    /// - Parameter snapshot: the run with the record in it, and perhaps with later ones of the same append.
    func observe(_ record: RunRecord, in snapshot: RunSnapshot, of plan: Plan)
}

extension RunObserver {
    public func observe(_ record: RunRecord, in snapshot: RunSnapshot, of plan: Plan) {
        observe(snapshot.run, record)
    }
}

/// Several observers, told one after the other.
public struct RunObserverList: RunObserver {
    private let observers: [any RunObserver]

    public init(_ observers: [any RunObserver]) {
        self.observers = observers
    }

    public func observe(_ run: RunID, _ record: RunRecord) {
        for observer in observers { observer.observe(run, record) }
    }

    public func observe(_ record: RunRecord, in snapshot: RunSnapshot, of plan: Plan) {
        for observer in observers { observer.observe(record, in: snapshot, of: plan) }
    }
}
